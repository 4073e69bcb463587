import { once } from "node:events";
import { type Connection, listen } from "@ws2kit/sockets";
import { type NetSocket, netOver } from "@ws2kit/sockets/node";
import { assert } from "chai";
import { SYSTEMS, type System } from "../fixture/systems.js";
import { bytes, closeAll, nothingIsOpen, text, World } from "./world.js";

const HOST = "10.0.0.2";
const LARGE = Buffer.alloc(400_000);

/** What the listeners of "error" and "close" receive. */
interface Ended {
  readonly errors: readonly NodeJS.ErrnoException[];
  readonly closes: readonly boolean[];
}

/** Collects the events that end a socket, and resolves at "close". */
function endOf(socket: NetSocket): Promise<Ended> {
  const errors: Error[] = [];
  const closes: boolean[] = [];
  socket.on("error", (error) => void errors.push(error));
  return new Promise((resolve) => {
    socket.on("close", (hadError: boolean) => {
      closes.push(hadError);
      resolve({ errors, closes });
    });
  });
}

/** A socket of the adapter, and the other end of its connection. */
async function opened(world: World): Promise<{ near: NetSocket; far: Connection; close(): Promise<void> }> {
  const [client, server] = [world.station(), world.station()];
  const listener = listen(server.ws2, { port: 7 });
  const near = netOver(client.ws2).createConnection(7, HOST);
  const [far] = await world.run(Promise.all([listener.accept(), once(near, "connect")]));
  const close = async () => {
    near.destroy();
    await closeAll(world, far, listener);
  };
  return { near, far, close };
}

function suite(system: System): void {
  it("a host that does not exist is ENOTFOUND, from Winsock's look-up and from the option lookup", async () => {
    const world = new World(system);
    const { ws2 } = world.station();
    const { createConnection } = netOver(ws2);
    const failure = Object.assign(new Error("getaddrinfo ENOTFOUND nobody.example"), { code: "ENOTFOUND" });
    const socket = createConnection({
      host: "nobody.example",
      port: 7,
      lookup: (_host, _options, done) => void queueMicrotask(() => done(failure, [])),
    });
    const { errors, closes } = await world.run(endOf(socket));
    assert.deepEqual([errors, closes], [[failure], [true]]);
    const own = createConnection({ host: "nobody.example", port: 7, lookup: (host, _, done) => done(null, host, 4) });
    const ended = await world.run(endOf(own));
    assert.include(ended.errors[0], { code: "ENOTFOUND", syscall: "getaddrinfo" });
    nothingIsOpen(world);
  });

  it("a port out of range, no port and the path of a pipe throw, as net.Socket and net.Server do", () => {
    const world = new World(system);
    const net = netOver(world.station().ws2);
    for (const port of [-1, 65_536, 1.5, Number.NaN, "", "65536"]) {
      for (const open of [
        () => net.createConnection({ host: HOST, port }),
        () => new net.Socket().connect({ host: HOST, port }),
        () => net.createServer().listen({ host: "10.0.0.1", port }),
      ]) {
        assert.throws(open, RangeError, /port/);
      }
    }
    assert.throws(() => net.createConnection({ host: HOST }), TypeError, /port/);
    for (const open of [
      () => net.connect("/tmp/a-pipe"),
      () => net.connect({ path: "/tmp/a-pipe" }),
      () => net.createServer().listen("/tmp/a-pipe"),
      () => net.createServer().listen({ path: "/tmp/a-pipe" }),
    ]) {
      assert.throws(open, /pipe/);
    }
    nothingIsOpen(world);
  });

  it("cancelled twice, and destroyed too, it reports one AbortError and one close", async () => {
    const world = new World(system);
    const [{ ws2 }] = [world.station(), world.station({ host: "silent" })];
    world.network.down("silent");
    const controller = new AbortController();
    const socket = netOver(ws2).createConnection({ host: HOST, port: 7, signal: controller.signal });
    const ending = endOf(socket);
    controller.abort();
    controller.abort();
    socket.destroy();
    const { errors, closes } = await world.run(ending);
    await world.settle();
    assert.deepEqual(
      errors.map(({ name }) => name),
      ["AbortError"],
    );
    assert.deepEqual(closes, [true]);
    const late = netOver(ws2).createConnection({ host: HOST, port: 7, signal: controller.signal });
    assert.lengthOf((await world.run(endOf(late))).errors, 1);
    nothingIsOpen(world);
  });

  it("a peer that stalls while it connects, reads, writes or ends leaves a socket that destroy ends", async () => {
    const world = new World(system);
    const [{ ws2 }] = [world.station(), world.station({ host: "silent" })];
    world.network.down("silent");
    const connecting = netOver(ws2).createConnection({ host: HOST, port: 7, timeout: 5 });
    await once(connecting, "timeout");
    assert.isTrue(connecting.connecting);
    connecting.destroy();
    assert.deepEqual(await world.run(endOf(connecting)), { errors: [], closes: [false] });
    nothingIsOpen(world);

    for (const stalled of ["read", "write", "end"] as const) {
      const other = new World(system);
      const { near, close } = await opened(other);
      if (stalled === "read") near.resume();
      if (stalled === "write") assert.isFalse(near.write(LARGE));
      if (stalled === "end") near.end();
      await other.settle();
      assert.isFalse(near.destroyed, stalled);
      near.destroy();
      assert.deepEqual((await other.run(endOf(near))).errors, [], stalled);
      await close();
    }
  });

  it("a peer that resets while a write waits fails it and the socket with ECONNRESET", async () => {
    const world = new World(system);
    const { near, far, close } = await opened(world);
    const ending = endOf(near);
    const writing = new Promise<Error | null | undefined>((resolve) => void near.write(LARGE, resolve));
    await world.settle();
    far.reset();
    const [error, { errors, closes }] = await world.run(Promise.all([writing, ending]));
    assert.propertyVal(error, "code", "ECONNRESET");
    assert.deepEqual([errors.map(({ code }) => code), closes], [["ECONNRESET"], [true]]);
    await close();
  });

  it("two readers at once divide the bytes between them, and lose none", async () => {
    const world = new World(system);
    const { near, far, close } = await opened(world);
    const seen: Buffer[] = [];
    const reader = () => near.on("data", (chunk) => void seen.push(chunk));
    reader();
    near.read(0);
    near.read(0);
    await world.run(far.write(bytes("abc")));
    await world.settle();
    assert.equal(text(Buffer.concat(seen)), "abc");
    await close();
  });

  it("use after close: writes fail, options and reads do nothing, and it does not connect again", async () => {
    const world = new World(system);
    const { near, close } = await opened(world);
    near.destroy();
    await world.run(endOf(near));
    const error = await new Promise<Error | null | undefined>((resolve) => void near.write("x", resolve));
    assert.propertyVal(error, "code", "ERR_STREAM_DESTROYED");
    near.setNoDelay().setKeepAlive(true, 1000).setTimeout(0).ref().unref().resume().destroy();
    assert.deepEqual([near.read(), near.address(), near.readyState, near.handle], [null, {}, "closed", -1]);
    assert.throws(() => near.connect(7, HOST), /connects once/);
    await close();
  });

  it("a socket connects when connect is called, once, and sends what was written before", async () => {
    const world = new World(system);
    const [client, server] = [world.station(), world.station()];
    const listener = listen(server.ws2, { port: 7 });
    const net = netOver(client.ws2);
    const socket = new net.Socket({ allowHalfOpen: true, noDelay: true });
    assert.deepEqual([socket.pending, socket.connecting, socket.handle], [true, false, -1]);
    socket.write("early");
    await world.settle();
    let connects = 0;
    assert.strictEqual(
      socket.connect({ host: HOST, port: "7" }, (...args: unknown[]) => {
        connects += 1 + args.length;
      }),
      socket,
    );
    assert.throws(() => socket.connect(7, HOST), /connects once/);
    const far = await world.run(listener.accept());
    assert.equal(text(await world.run(far.read(5))), "early");
    assert.deepEqual([socket.pending, connects], [false, 1], "its listener is called once, without arguments");
    socket.destroy();
    const unused = new net.Socket().unref().ref();
    unused.destroy();
    assert.deepEqual(await world.run(endOf(unused)), { errors: [], closes: [false] });
    await closeAll(world, far, listener);
  });

  it("a server's options and signal are those of net.Server: paused sockets, families of a drop, an abort", async () => {
    const world = new World(system);
    const [client, server] = [world.station(), world.station()];
    const controller = new AbortController();
    const listening = netOver(server.ws2).createServer({ pauseOnConnect: true, highWaterMark: 100 });
    listening.listen({ port: 7, signal: controller.signal });
    const near = netOver(client.ws2).connect(7, HOST);
    const [accepted] = (await world.run(once(listening, "connection"))) as [NetSocket];
    assert.deepEqual([accepted.isPaused(), accepted.readableHighWaterMark, listening.connections], [true, 100, 1]);
    listening.maxConnections = 1;
    const dropping = once(listening, "drop");
    const dropped = endOf(netOver(client.ws2).connect(7, HOST));
    const [about] = await world.run(dropping);
    assert.include(about, { localFamily: "IPv4", remoteFamily: "IPv4", remoteAddress: "10.0.0.1" });
    await world.run(dropped);
    const closed = once(listening, "close");
    controller.abort();
    assert.isFalse(listening.listening);
    near.destroy();
    accepted.destroy();
    await world.run(closed);
    await listening[Symbol.asyncDispose]();
    await world.settle();
    nothingIsOpen(world);
  });
}

for (const system of SYSTEMS) {
  describe(`${system.name}: sockets/node with invalid arguments and failing peers`, () => suite(system));
}
