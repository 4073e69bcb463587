import { listen } from "@ws2kit/sockets";
import { ecma419, type TcpSocket } from "@ws2kit/sockets/ecma419";
import { assert } from "chai";
import { SYSTEMS, type System } from "../fixture/systems.js";
import { closeAll, nothingIsOpen, World } from "./world.js";

const address = "10.0.0.2";

/** The other failures are cases of the standard's clauses: ranges of ports, a second close, use after close. */
function suite(system: System): void {
  it("a host that does not exist closes the instance, and calls onError once", async () => {
    const world = new World(system);
    const { TCP } = ecma419(world.station().ws2);
    let errors = 0;
    const socket = new TCP({
      address: "nobody.example",
      port: 7,
      onWritable: () => assert.fail("it is not connected"),
      onError() {
        errors++;
      },
    });
    await world.settle();
    assert.equal(errors, 1);
    assert.throws(() => socket.read(), "closed");
    nothingIsOpen(world);
  });

  it("a host that does not answer: close ends the attempt, twice, without a callback", async () => {
    const world = new World(system);
    const [{ ws2 }] = [world.station(), world.station({ host: "silent" })];
    world.network.down("silent");
    const { TCP } = ecma419(ws2);
    const never = () => assert.fail("a callback after close");
    const socket = new TCP({ address, port: 7, onReadable: never, onWritable: never, onError: never });
    assert.throws(() => socket.write(new Uint8Array(1)), "no room");
    socket.close();
    socket.close();
    await world.settle();
    nothingIsOpen(world);
  });

  /** A connection whose peer does not read, with all that it accepts to write; a second read returns nothing. */
  async function stalled(world: World, onError: () => void) {
    const [client, server] = [world.station(), world.station()];
    const listener = listen(server.ws2, { port: 7 });
    const { TCP } = ecma419(client.ws2);
    let written = 0;
    const fill = (socket: TcpSocket, room: number) => {
      for (let left = room; left > 0; written += 1024) left = socket.write(new Uint8Array(1024));
    };
    const socket = new TCP({
      address,
      port: 7,
      onWritable(count) {
        fill(this, count);
      },
      onError,
    });
    const far = await world.run(listener.accept());
    await world.settle();
    assert.throws(() => socket.write(new Uint8Array(4096)), "no room");
    assert.deepEqual([socket.read(), socket.read()], [undefined, undefined]);
    return { socket, far, listener, written: () => written };
  }

  it("a peer that stalls: write throws while there is no room, and everything arrives when the peer reads", async () => {
    const world = new World(system);
    const { socket, far, listener, written } = await stalled(world, () => assert.fail("onError"));
    const before = written();
    assert.isNotNull(await world.run(far.read(before)));
    await world.settle();
    assert.isAbove(written(), before, "it can write again");
    socket.close();
    let rest = 0;
    const reading = (async () => {
      for await (const bytes of far) rest += bytes.length;
    })();
    await world.run(reading);
    assert.equal(rest, written() - before);
    listener.close();
    await world.run(far.close());
    await world.settle();
    nothingIsOpen(world);
  });

  it("a peer that resets while a write waits closes the instance, and calls onError once", async () => {
    const world = new World(system);
    let errors = 0;
    const { socket, far, listener } = await stalled(world, () => {
      errors++;
    });
    far.reset();
    await world.settle();
    assert.equal(errors, 1);
    assert.throws(() => socket.write(new Uint8Array(1)), "closed");
    socket.close();
    await closeAll(world, far, listener);
  });
}

for (const system of SYSTEMS) {
  describe(`${system.name}: ECMA-419 with failing peers`, () => suite(system));
}
