import { Outbox } from "@ws2kit/example-telemetry/outbox";
import { Session } from "@ws2kit/example-telemetry/session";
import { assert } from "chai";
import { codec, connack, puback, published } from "./codec.js";
import { config } from "./configuration.js";

const PINGRESP = codec.encode_pkt("pingresp");
const SETTINGS = config({ patience: 1000, keepAlive: 10 });

/** A session at time 0, with readings 1, 2, … to deliver. */
function session(readings = 0, settings = SETTINGS) {
  const outbox = new Outbox(16);
  for (let n = 1; n <= readings; n++) outbox.add({ number: n, at: 10 * n, temperature: 2100 + n });
  return { outbox, session: new Session(settings, outbox, 0) };
}

/** The same, accepted by the broker. */
function open(readings = 0) {
  const opened = session(readings);
  opened.session.next(0);
  assert.equal(opened.session.receive(connack(), 0), "");
  return opened;
}

/** All packets that it wants to send. */
function packets(from: Session, now: number) {
  const all = [];
  for (let packet = from.next(now); packet !== null; packet = from.next(now)) all.push(codec.decode_pkt(packet));
  return all;
}

describe("telemetry: session", () => {
  it("sends CONNECT, and publishes nothing before the broker's answer", () => {
    const { session: mqtt } = session(2, config({ device: "küche-1", keepAlive: 10 }));
    const [connect, ...rest] = packets(mqtt, 0);
    assert.deepInclude(connect, { type: "connect", client_id: "küche-1", keep_alive: 10 });
    assert.isEmpty(rest);
    assert.equal(mqtt.receive(connack(), 5), "");
    assert.isTrue(mqtt.isOpen);
    const sent = packets(mqtt, 5);
    assert.deepEqual(
      sent.map(({ type, qos, dup, pkt_id }) => ({ type, qos, dup, pkt_id })),
      [1, 2].map((pkt_id) => ({ type: "publish", qos: 1, dup: false, pkt_id })),
    );
    assert.deepEqual(published(sent[1].payload), { n: 2, ms: 20, celsius: 21.02 });
  });

  it("accepts answers in any pieces", () => {
    const { session: mqtt, outbox } = open(2);
    packets(mqtt, 0);
    for (const byte of [...puback(1), ...puback(2)]) assert.equal(mqtt.receive(Uint8Array.of(byte), 1), "");
    assert.deepEqual([outbox.size, outbox.acknowledged], [0, 2]);
  });

  it("sends only unacknowledged readings again in the next session, marked as duplicates", () => {
    const { session: mqtt, outbox } = open(3);
    packets(mqtt, 0);
    mqtt.receive(puback(2), 1);
    const next = new Session(SETTINGS, outbox, 50);
    next.next(50);
    next.receive(connack(), 51);
    assert.deepEqual(
      packets(next, 51).map(({ dup, pkt_id }) => ({ dup, pkt_id })),
      [1, 3].map((pkt_id) => ({ dup: true, pkt_id })),
    );
  });

  it("pings after a keep-alive interval without a packet, but not while an answer of the broker is due", () => {
    const { session: mqtt, outbox } = open();
    assert.equal(mqtt.pingAt, 10_000);
    assert.isNull(mqtt.next(9_999));
    outbox.add({ number: 1, at: 0, temperature: 0 });
    assert.equal(packets(mqtt, 9_999)[0].type, "publish");
    assert.equal(mqtt.pingAt, Infinity);
    mqtt.receive(puback(1), 10_000);
    assert.equal(mqtt.pingAt, 19_999);
    assert.deepEqual(
      packets(mqtt, 19_999).map(({ type }) => type),
      ["pingreq"],
    );
    assert.equal(mqtt.receive(PINGRESP, 20_100), "");
    assert.equal(mqtt.pingAt, 29_999);
  });

  it("disconnects from a silent broker only if an answer is due: to CONNECT, PUBLISH or PINGREQ", () => {
    const greeting = session().session;
    greeting.next(0);
    assert.equal(greeting.givenUpAt, 1000);

    const { session: mqtt, outbox } = open();
    assert.equal(mqtt.givenUpAt, Infinity);
    outbox.add({ number: 1, at: 0, temperature: 0 });
    packets(mqtt, 5000);
    assert.equal(mqtt.givenUpAt, 6000);
    mqtt.receive(puback(1), 5500);
    assert.equal(mqtt.givenUpAt, Infinity);
    packets(mqtt, 15_000);
    assert.equal(mqtt.givenUpAt, 16_000);
  });

  it("accepts answers to one reading after the other", () => {
    const { session: mqtt } = open(2);
    packets(mqtt, 0);
    mqtt.receive(puback(1), 900);
    assert.equal(mqtt.givenUpAt, 1900);
  });

  for (const [name, bytes, why] of [
    ["a refusal", connack(5), "it refuses this device"],
    ["a refusal with an unknown code", connack(77), "it refuses 77"],
    ["an acknowledgement before its greeting", puback(1), "it sent a puback out of turn"],
    ["what is not MQTT", new TextEncoder().encode("HTTP/1.1 400 Bad Request"), "it sent bytes that are not MQTT"],
    ["a packet without end", Uint8Array.of(0x20, 0xff, 0xff, 0xff, 0xff), "it sent bytes that are not MQTT"],
    ["a packet that is too short", Uint8Array.of(0x20, 0), "it sent bytes that are not MQTT"],
  ] as const) {
    it(`reports what is wrong with ${name}`, () => {
      const { session: mqtt } = session(1);
      mqtt.next(0);
      assert.equal(mqtt.receive(bytes, 1), why);
      assert.isFalse(mqtt.isOpen);
    });
  }

  it("reports an acknowledgement of a reading that was not sent", () => {
    const { session: mqtt } = open(1);
    packets(mqtt, 0);
    assert.equal(mqtt.receive(puback(7), 1), "it acknowledges 7, which was not sent");
  });
});
