import { openDatagram } from "@ws2kit/sockets";
import { assert } from "chai";
import { SYSTEMS, type System } from "../fixture/systems.js";
import { bytes, closeAll, fails, pair, text, World } from "./world.js";

function suite(system: System): void {
  it("transfers bytes in both directions, and reports the end of each", async () => {
    const world = new World(system);
    const { near, far, listener } = await pair(world);
    const echo = (async () => {
      for await (const chunk of far) await far.write(chunk);
      await far.close();
    })();
    const talk = async () => {
      await near.write(bytes("hello\r\nworld\r\n!"));
      assert.equal(text(await near.readUntil(bytes("\r\n"))), "hello");
      assert.equal(text(await near.read(4)), "worl");
      await near.end();
      assert.equal(text(await near.readUntil(10)), "d\r");
      assert.equal(text(await near.read()), "!");
      assert.isNull(await near.read());
      assert.isNull(await near.read(1));
      assert.isNull(await near.readUntil(10));
      await near.close();
    };
    await world.run(Promise.all([talk(), echo]));
    await closeAll(world, listener);
  });

  it("reports the addresses of both ends", async () => {
    const world = new World(system);
    const { near, far, listener } = await pair(world);
    assert.deepEqual(near.peer, { host: "10.0.0.2", port: 7 });
    assert.deepEqual(far.local, near.peer);
    assert.deepEqual(far.peer, near.local);
    assert.equal(listener.local.port, 7);
    await closeAll(world, near, far, listener);
  });

  it("a write waits for room, and resolves when the peer reads", async () => {
    const world = new World(system);
    const { near, far, listener } = await pair(world);
    const large = new Uint8Array(300_000).map((_, i) => i * 7);
    let isWritten = false;
    const writing = near.write(large).then(() => {
      isWritten = true;
    });
    await world.run(far.read(1000));
    assert.isFalse(isWritten);
    const rest = far.read(large.length - 1000);
    assert.deepEqual(await world.run(rest), large.subarray(1000));
    await world.run(writing);
    await closeAll(world, near, far, listener);
  });

  it("writes that wait complete in their order, and at most 16 may wait", async () => {
    const world = new World(system);
    const { near, far, listener } = await pair(world);
    const large = new Uint8Array(70_000);
    const writes = Array.from({ length: 16 }, (_, i) => near.write(large.slice().fill(i)));
    await world.run(fails(near.write(large), "WSAENOBUFS"));
    for (let i = 0; i < 16; i++) assert.isTrue((await world.run(far.read(large.length)))?.every((byte) => byte === i));
    await world.run(Promise.all(writes));
    await closeAll(world, near, far, listener);
  });

  it("a stream that ends during a read fails it with WSAEDISCON, and the received bytes can be read", async () => {
    const world = new World(system);
    const { near, far, listener } = await pair(world);
    await world.run(far.write(bytes("abc")).then(() => far.end()));
    await world.run(fails(near.read(4), "WSAEDISCON"));
    await world.run(fails(near.readUntil(0), "WSAEDISCON"));
    assert.equal(text(await world.run(near.read())), "abc");
    await closeAll(world, near, far, listener);
  });

  it("operations that succeed at once do not delay other sockets and timers", async () => {
    const world = new World(system);
    const { near, far, listener } = await pair(world);
    const [{ ws2 }, { ws2: there }] = world.stations;
    const [one, other] = [await openDatagram(ws2, { port: 5000 }), await openDatagram(there)];
    const byte = bytes("x");
    const operations: readonly [name: string, (n: number) => Promise<unknown>][] = [
      ["write", () => near.write(byte)],
      ["read", () => far.read(1)],
      ["send", () => other.send(byte, { host: "10.0.0.1", port: 5000 })],
      ["receive", () => one.receive()],
    ];
    for (const [name, operate] of operations) {
      let isDue = false;
      ws2.after(0, () => {
        isDue = true;
      });
      const working = (async () => {
        for (let n = 0; n < 40; n++) await operate(n);
        return isDue;
      })();
      assert.isTrue(await world.run(working), `whether a turn ran between one ${name} and the next`);
    }
    await closeAll(world, near, far, listener, one, other);
  });

  it("return ends a loop that waits for a chunk, without losing the bytes that arrive", async () => {
    const world = new World(system);
    const { near, far, listener } = await pair(world);
    const chunks = near.chunks();
    const [waiting, second] = [chunks.next(), fails(chunks.next(), "WSAEALREADY")];
    const [ended] = await world.run(Promise.all([chunks.return?.(), waiting, second]));
    assert.deepEqual(ended, { done: true, value: undefined });
    assert.deepEqual(await waiting, ended);
    const next = near.read();
    await far.write(bytes("abc"));
    assert.equal(text(await world.run(next)), "abc");
    const others = near.chunks();
    const read = near.read();
    await world.run(others.return?.() ?? Promise.reject());
    await world.run(far.write(bytes("d")));
    assert.equal(text(await world.run(read)), "d", "the read of another loop is not ended");
    await closeAll(world, near, far, listener);
  });

  it("a message of an echo costs its receiver one receive and one count of unread bytes", async () => {
    const world = new World(system);
    const { near, far, listener } = await pair(world);
    const counts = world.stations.map(({ platform: { network } }) => {
      const { recv, available } = network;
      const calls = { recv: 0, available: 0 };
      Object.assign(network, {
        recv(...args: Parameters<typeof recv>) {
          calls.recv++;
          return recv.apply(network, args);
        },
        available(fd: number) {
          calls.available++;
          return available.call(network, fd);
        },
      });
      return calls;
    });
    const echo = (async () => {
      for await (const chunk of far) await far.write(chunk);
      await far.close();
    })();
    const exchange = async (messages: number) => {
      for (let i = 0; i < messages; i++) {
        await near.write(bytes("message"));
        assert.equal(text(await near.read(7)), "message");
      }
    };
    await world.run(exchange(3));
    for (const calls of counts) calls.recv = calls.available = 0;
    await world.run(exchange(10));
    assert.deepEqual(counts, Array(2).fill({ recv: 10, available: 10 }));
    await world.run(Promise.all([near.close(), echo]));
    await closeAll(world, listener);
  });

  it("data and the end that arrive together are both read, also after a receive that was not full", async () => {
    const world = new World(system, { latency: 5 });
    const { near, far, listener } = await pair(world);
    for (const isReading of [true, false]) {
      const reading = isReading ? near.read() : null;
      await far.write(bytes("last"));
      if (isReading) assert.equal(text(await world.run(reading as Promise<Uint8Array>)), "last");
    }
    await far.end();
    await world.settle();
    assert.equal(text(await world.run(near.read(2))), "la");
    assert.equal(text(await world.run(near.read())), "st");
    assert.isNull(await world.run(near.read({ timeout: 1000 })));
    await closeAll(world, near, far, listener);
  });

  it("readUntil fails with WSAEMSGSIZE beyond its limit, and the received bytes can be read", async () => {
    const world = new World(system);
    const { near, far, listener } = await pair(world);
    await world.run(far.write(bytes("12345678\n")));
    await world.run(fails(near.readUntil(10, { longest: 7 }), "WSAEMSGSIZE"));
    assert.equal(text(await world.run(near.readUntil(10, { longest: 8 }))), "12345678");
    await closeAll(world, near, far, listener);
  });
}

for (const system of SYSTEMS) describe(`${system.name}: connections as promises`, () => suite(system));
