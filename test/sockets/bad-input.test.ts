import { Cancellation, connect, type Limits, listen, openDatagram, WinsockError } from "@ws2kit/sockets";
import { assert } from "chai";
import { SYSTEMS, type System } from "../fixture/systems.js";
import { bytes, closeAll, fails, failureOf, nothingIsOpen, pair, text, World } from "./world.js";

const LARGE = new Uint8Array(200_000);

function suite(system: System): void {
  it("an unknown host, and a port out of range, return the look-up's codes", async () => {
    const world = new World(system);
    const { ws2 } = world.station();
    await world.run(fails(connect(ws2, { host: "nobody.example", port: 80 }), "WSAHOST_NOT_FOUND"));
    for (const port of [-1, 65536, 1.5, Number.NaN, "80" as never]) {
      await world.run(fails(connect(ws2, { host: "10.0.0.1", port }), "WSAEINVAL"));
      await world.run(fails(openDatagram(ws2, { port }), "WSAEINVAL"));
      assert.throws(() => listen(ws2, { port }), WinsockError, "WSAEINVAL");
    }
    nothingIsOpen(world);
  });

  it("an error names the call, the address, the code and the handle", async () => {
    const world = new World(system);
    const { ws2 } = world.station();
    const error = await world.run(failureOf(connect(ws2, { host: "10.0.0.1", port: 9 })));
    assert.instanceOf(error, WinsockError);
    assert.equal(error.message, "connect 10.0.0.1:9 failed: WSAECONNREFUSED (10061)");
    assert.include(error, { code: 10061, name: "WSAECONNREFUSED", call: "connect", address: "10.0.0.1:9" });
    assert.isAbove(error.handle, 0);
    nothingIsOpen(world);
  });

  it("a peer that never answers, and an operation that is cancelled, end within their limits", async () => {
    const world = new World(system);
    const [{ ws2, platform }] = [world.station(), world.station({ host: "silent" })];
    world.network.down("silent");
    const host = "10.0.0.2";
    await world.run(fails(connect(ws2, { host, port: 7, timeout: 500 }), "WSAETIMEDOUT"));
    assert.equal(platform.now(), 500);
    const cancellation = new Cancellation();
    const { signal } = cancellation;
    const connecting = connect(ws2, { host, port: 7, signal });
    ws2.after(100, () => {
      cancellation.cancel();
      cancellation.cancel();
    });
    await world.run(fails(connecting, "WSA_OPERATION_ABORTED"));
    assert.equal(platform.now(), 600);
    await world.run(fails(connect(ws2, { host, port: 7, signal }), "WSA_OPERATION_ABORTED"));
    const controller = new AbortController();
    const another = connect(ws2, { host, port: 7, signal: controller.signal });
    ws2.after(1, () => controller.abort());
    await world.run(fails(another, "WSA_OPERATION_ABORTED"));
    nothingIsOpen(world);
  });

  it("a look-up that stalls ends within the limits of its operation; one without a result is WSAHOST_NOT_FOUND", async () => {
    const world = new World(system);
    const { ws2 } = world.station();
    const stalled = { host: "slow.example", port: 7, lookup: () => new Promise<string[]>(() => {}) };
    const nothing = { ...stalled, lookup: async () => [] };
    const plain = { ...stalled, lookup: (): readonly string[] => [] };
    const socket = await openDatagram(ws2);
    const operations: readonly ((to: typeof stalled | typeof plain, limits: Limits) => Promise<unknown>)[] = [
      (to, limits) => connect(ws2, { ...to, ...limits }),
      (to, limits) => openDatagram(ws2, { peer: to, ...limits }),
      (to, limits) => socket.send(LARGE, to, limits),
    ];
    for (const operate of operations) {
      const cancellation = new Cancellation();
      const cancelled = operate(stalled, cancellation);
      cancellation.cancel();
      await world.run(fails(cancelled, "WSA_OPERATION_ABORTED"));
      await world.run(fails(operate(stalled, { timeout: 50 }), "WSAETIMEDOUT"));
      await world.run(fails(operate(nothing, {}), "WSAHOST_NOT_FOUND"));
      await world.run(fails(operate(plain, { timeout: 50 }), "WSAHOST_NOT_FOUND"));
    }
    await closeAll(world, socket);
  });

  it("an accept and a receive that no peer ends stop at their limits, and can be repeated", async () => {
    const world = new World(system);
    const [{ ws2 }, { ws2: there }] = [world.station(), world.station()];
    const listener = listen(ws2, { port: 7 });
    const socket = await openDatagram(ws2, { port: 7 });
    for (const wait of [(limits: Limits) => listener.accept(limits), (limits: Limits) => socket.receive(limits)]) {
      await world.run(fails(wait({ timeout: 50 }), "WSAETIMEDOUT"));
      const cancellation = new Cancellation();
      const cancelled = wait(cancellation);
      cancellation.cancel();
      await world.run(fails(cancelled, "WSA_OPERATION_ABORTED"));
      await world.run(fails(wait(cancellation), "WSA_OPERATION_ABORTED"));
    }
    const [near, far] = await world.run(
      Promise.all([connect(there, { host: "10.0.0.1", port: 7 }), listener.accept()]),
    );
    const other = await openDatagram(there, { peer: { host: "10.0.0.1", port: 7 } });
    await world.run(other.send(bytes("x")));
    assert.equal(text((await world.run(socket.receive())).bytes), "x");
    await closeAll(world, near, far, listener, socket, other);
  });

  it("a read that a time limit ends loses nothing, and the connection stays usable", async () => {
    const world = new World(system);
    const { near, far, listener } = await pair(world);
    await world.run(far.write(bytes("abc")));
    await world.run(fails(near.read(5, { timeout: 50 }), "WSAETIMEDOUT"));
    await world.run(fails(near.readUntil(0, { timeout: 50 }), "WSAETIMEDOUT"));
    const cancellation = new Cancellation();
    const reading = near.read(5, { signal: cancellation.signal });
    cancellation.cancel();
    await world.run(fails(reading, "WSA_OPERATION_ABORTED"));
    await world.run(far.write(bytes("de")));
    assert.equal(text(await world.run(near.read(5))), "abcde");
    await closeAll(world, near, far, listener);
  });

  it("a write that still waits at its time limit closes the connection", async () => {
    const world = new World(system);
    const { near, far, listener } = await pair(world);
    const writing = near.write(LARGE, { timeout: 50 });
    const second = near.write(LARGE);
    await world.run(Promise.all([fails(writing, "WSAETIMEDOUT"), fails(second, "WSA_OPERATION_ABORTED")]));
    assert.equal(near.handle, -1);
    await world.run(fails(near.write(bytes("x")), "WSAENOTSOCK"));
    await closeAll(world, near, far, listener);
  });

  it("a reset while a write and a read wait fails both, and later ones", async () => {
    const world = new World(system);
    const { near, far, listener } = await pair(world);
    const waits = [near.write(LARGE), near.read()];
    world.stations[0].ws2.after(10, () => far.reset());
    await world.run(Promise.all(waits.map((wait) => fails(wait, "WSAECONNRESET"))));
    await world.run(fails(near.read(), "WSAECONNRESET"));
    await closeAll(world, near, far, listener);
  });

  it("a second read, accept or receive while one is pending is WSAEALREADY, and does not affect the first", async () => {
    const world = new World(system);
    const { near, far, listener } = await pair(world);
    const datagrams = await openDatagram(world.stations[0].ws2);
    const reading = near.read(3);
    const others = [listener.accept(), datagrams.receive()];
    await world.run(
      Promise.all([near.read(), listener.accept(), datagrams.receive()].map((second) => fails(second, "WSAEALREADY"))),
    );
    await world.run(far.write(bytes("one")));
    assert.equal(text(await world.run(reading)), "one");
    const ends = others.map((wait) => fails(wait, "WSA_OPERATION_ABORTED"));
    await closeAll(world, near, far, listener, datagrams);
    await world.run(Promise.all(ends));
  });

  it("use after close is WSAENOTSOCK, and closing again changes nothing", async () => {
    const world = new World(system);
    const { near, far, listener } = await pair(world);
    const datagrams = await openDatagram(world.stations[0].ws2);
    const reading = fails(near.read(), "WSA_OPERATION_ABORTED");
    await closeAll(world, near, far, listener, datagrams);
    await reading;
    const all = [near.read(), near.read(1), near.readUntil(1), near.write(LARGE), near.end(), listener.accept()];
    await world.run(Promise.all(all.map((each) => fails(each, "WSAENOTSOCK"))));
    await world.run(
      Promise.all([fails(datagrams.receive(), "WSAENOTSOCK"), fails(datagrams.send(LARGE), "WSAENOTSOCK")]),
    );
    near.reset();
    await closeAll(world, near, far, listener, datagrams);
  });

  it("a write after end is WSAESHUTDOWN; invalid arguments are WSAEINVAL", async () => {
    const world = new World(system);
    const { near, far, listener } = await pair(world);
    await near.end();
    await near.end();
    await fails(near.write(bytes("x")), "WSAESHUTDOWN");
    for (const n of [0, -1, 1.5, Number.NaN]) await fails(near.read(n), "WSAEINVAL");
    await fails(near.readUntil(new Uint8Array(0)), "WSAEINVAL");
    await closeAll(world, near, far, listener);
  });

  it("close resets a connection whose peer does not end within the time limit", async () => {
    const world = new World(system);
    const { near, far, listener } = await pair(world);
    const [{ platform }] = world.stations;
    const from = platform.now();
    await world.run(near.close());
    assert.equal(platform.now(), from + 2000);
    assert.isNull(await world.run(far.read()));
    await world.run(far.write(bytes("late")));
    const writing = failureOf(far.write(LARGE).then(() => far.write(LARGE)));
    assert.match((await world.run(writing)).name, /^WSAECONN(RESET|ABORTED)$/);
    await closeAll(world, far, listener);
  });

  it("close first sends the writes that wait for room, and drops received bytes", async () => {
    const world = new World(system);
    const { near, far, listener } = await pair(world);
    const writing = near.write(LARGE);
    const dropped = far.write(LARGE);
    const closing = near.close({ timeout: 10_000 });
    await world.run(Promise.all([far.read(LARGE.length), writing, dropped]));
    assert.isNull(await world.run(far.read()));
    await closeAll(world, { close: () => closing }, far, listener);
  });

  it("a full handle table fails a connect and an accept, which close their sockets", async () => {
    const world = new World(system);
    const [client, server] = [world.station(), world.station({ descriptors: 2 })];
    const listener = listen(server.ws2, { port: 7 });
    const accepting = listener.accept();
    const near = await world.run(connect(client.ws2, { host: "10.0.0.2", port: 7 }));
    const far = await world.run(accepting);
    await world.run(fails(connect(server.ws2, { host: "10.0.0.1", port: 7 }), "WSAEMFILE"));
    await closeAll(world, near, far, listener);
  });
}

for (const system of SYSTEMS)
  describe(`${system.name}: sockets with invalid arguments and failing peers`, () => suite(system));
