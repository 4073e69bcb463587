import { Outbox, type Parcel } from "@ws2kit/example-telemetry/outbox";
import { assert } from "chai";

const reading = (number: number) => ({ number, at: number, temperature: 2100 });

/** An outbox of readings 1, 2, …. */
function filled(room: number, readings: number): Outbox {
  const outbox = new Outbox(room);
  for (let n = 1; n <= readings; n++) outbox.add(reading(n));
  return outbox;
}

/** Sends all that the window allows. */
function send(outbox: Outbox): Parcel[] {
  const sent: Parcel[] = [];
  for (let parcel = outbox.next(); parcel !== null; parcel = outbox.next()) {
    if (parcel.id === 0) parcel.id = outbox.newId();
    sent.push(parcel);
  }
  return sent;
}

const numbers = (parcels: readonly Parcel[]) => parcels.map(({ reading: { number } }) => number);

describe("telemetry: outbox", () => {
  it("returns readings in order, four at a time", () => {
    const outbox = filled(8, 6);
    const sent = send(outbox);
    assert.deepEqual(numbers(sent), [1, 2, 3, 4]);
    assert.isTrue(outbox.acknowledge(sent[1].id));
    assert.deepEqual(numbers(send(outbox)), [5]);
    assert.deepEqual([outbox.size, outbox.underWay, outbox.acknowledged], [5, 4, 1]);
  });

  it("drops and counts the oldest unsent reading when it is full, and stores sent readings", () => {
    const outbox = filled(6, 6);
    send(outbox);
    outbox.add(reading(7));
    outbox.rewind();
    outbox.add(reading(8));
    assert.deepEqual([outbox.size, outbox.dropped], [6, 2]);
    const again = send(outbox);
    for (const { id } of again) outbox.acknowledge(id);
    assert.deepEqual([...numbers(again), ...numbers(send(outbox))], [1, 2, 3, 4, 7, 8]);
  });

  it("sends again after a lost connection, under the same identifiers", () => {
    const outbox = filled(8, 3);
    const first = send(outbox).map(({ id }) => id);
    outbox.acknowledge(first[0]);
    outbox.rewind();
    assert.isFalse(outbox.acknowledge(first[1]), "nothing is under way");
    assert.deepEqual(
      send(outbox).map(({ id }) => id),
      first.slice(1),
    );
  });

  it("uses no identifier twice, nor 0, when identifiers start again", () => {
    const outbox = filled(8, 1);
    const [held] = send(outbox);
    const seen = new Set<number>();
    for (let i = 0; i < 0xffff - 1; i++) seen.add(outbox.newId());
    assert.equal(seen.size, 0xffff - 1);
    assert.isFalse(seen.has(0) || seen.has(held.id));
    assert.isTrue(seen.has(outbox.newId()), "and then from the beginning");
  });

  it("refuses a size that unacknowledged readings can fill", () => {
    assert.throws(() => new Outbox(4), "an outbox needs room for more than 4 readings, not 4");
  });
});
