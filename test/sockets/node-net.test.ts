import { once } from "node:events";
import { createServer as createHttpServer, get, request } from "node:http";
import nodeNet, { type AddressInfo, createConnection, createServer, type Socket } from "node:net";
import { pipeline } from "node:stream/promises";
import { type Drive, drive } from "@ws2kit/core";
import { nodePlatform } from "@ws2kit/platform-node";
import { connect, listen } from "@ws2kit/sockets";
import { lookup, type Net, NetServer, type NetSocket, netOver } from "@ws2kit/sockets/node";
import {
  INVALID_SOCKET,
  IPPROTO_TCP,
  ref,
  SO_KEEPALIVE,
  SOL_SOCKET,
  TCP_KEEPALIVE,
  TCP_NODELAY,
  WSAEMFILE,
} from "@ws2kit/spi";
import { openMachine } from "@ws2kit/target-desktop";
import { assert, expect } from "chai";

describe("sockets on the Node platform, over loopback", () => {
  const machine = openMachine({ platform: nodePlatform({ tls: null }) });
  const ws2 = machine.openProcess();
  let net: Net;
  let running: Drive;
  before(() => {
    running = drive(machine);
    net = netOver(ws2);
  });
  after(async () => {
    running.stop();
    await running.stopped;
    assert.equal(machine.counters.sockets, 0, "sockets that are open");
  });
  afterEach(() => assert.deepEqual(machine.records, []));

  const host = "127.0.0.1";

  it("promises communicate with node:net, as client and as server", async () => {
    const server = createServer((socket) => socket.pipe(socket)).listen(0, host);
    await once(server, "listening");
    const near = await connect(ws2, { host, port: (server.address() as AddressInfo).port });
    await near.write(Buffer.alloc(100_000, "x"));
    await near.end();
    let count = 0;
    for await (const bytes of near) count += bytes.length;
    assert.equal(count, 100_000);
    await near.close();
    server.close();

    const listener = listen(ws2, { host, port: 0 });
    const client = createConnection(listener.local.port, host).end("hello");
    const far = await listener.accept();
    assert.equal(Buffer.from((await far.read(5)) ?? []).toString(), "hello");
    await far.close();
    await once(client.resume(), "close");
    listener.close();
  });

  it("a timer that starts while the machine sleeps ends on time", async () => {
    await new Promise((resolve) => setTimeout(resolve, 10));
    const begun = performance.now();
    await new Promise<void>((resolve) => void ws2.after(5, resolve));
    assert.isBelow(performance.now() - begun, 90);
  });

  it("serves node:http's client, and slows the sender down if its reader does not read", async () => {
    const body = Buffer.alloc(300_000, "y");
    const before = machine.counters.bytesReceived;
    const server = createHttpServer((_request, response) => response.end(body)).listen(0, host);
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const request = get({
      host,
      port,
      createConnection: net.createConnection,
    });
    const [response] = await once(request, "response");
    const chunks: Buffer[] = await response.toArray();
    assert.deepEqual(Buffer.concat(chunks), body);
    assert.isAbove(machine.counters.bytesReceived - before, body.length);
    server.close();
  });

  it("serves node:http's requests with a body", async () => {
    const server = createHttpServer((incoming, response) => void incoming.pipe(response)).listen(0, host);
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const asking = request({ host, port, method: "POST", createConnection: net.createConnection });
    asking.end("there and back");
    const [response] = await once(asking, "response");
    assert.equal(Buffer.concat(await response.toArray()).toString(), "there and back");
    server.close();
  });

  it("a program for node:net compiles with it, and sees the same events", async () => {
    /** The functions that the program uses. */
    type Face = Pick<typeof nodeNet, "connect" | "createServer">;
    /** Runs a server that echoes, and a client; returns what both saw, without times and ports. */
    const run = async ({ connect: open, createServer: make }: Face): Promise<readonly unknown[]> => {
      const seen: unknown[] = [];
      const note = (who: string, emitter: NodeJS.EventEmitter, names: readonly string[]) => {
        for (const name of names)
          emitter.on(name, (arg) => seen.push([who, name, typeof arg === "boolean" ? arg : ""]));
      };
      const server: nodeNet.Server = make({ noDelay: true }, (socket: nodeNet.Socket) => {
        note("server", socket, ["end", "finish", "close"]);
        socket.pipe(socket);
      });
      note("server", server, ["listening", "close"]);
      server.listen(0, host);
      await once(server, "listening");
      const socket: nodeNet.Socket = open((server.address() as AddressInfo).port, host, () => seen.push("connected"));
      note("client", socket, ["connect", "ready", "end", "finish", "close"]);
      const closed = once(socket, "close");
      socket.setEncoding("utf8").write("one ");
      socket.end("two");
      const text = (await socket.toArray()).join("");
      server.close();
      await Promise.all([once(server, "close"), closed]);
      return [
        text,
        socket.bytesRead,
        socket.bytesWritten,
        socket.readyState,
        socket.timeout,
        ...seen.map(String).sort(),
      ];
    };
    assert.deepEqual(await run(net), await run(nodeNet));
  });

  it("its servers behave as net.Server: addresses, streams, ends and closes", async () => {
    const server = net.createServer((socket) => void pipeline(socket, socket).catch(() => {}));
    assert.instanceOf(server.listen({ host, port: 0 }), NetServer);
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    const client = net.createConnection({ host, port });
    await once(client, "connect");
    assert.deepEqual([client.remoteAddress, client.remotePort, client.remoteFamily], [host, port, "IPv4"]);
    assert.equal(client.readyState, "open");
    client.end("there and back");
    const [text] = await Promise.all([client.setEncoding("utf8").toArray(), once(client, "close")]);
    assert.equal(text.join(""), "there and back");
    assert.deepEqual([client.bytesRead, client.bytesWritten, client.readyState], [14, 14, "closed"]);
    server.close();
    await once(server, "close");
  });

  it("its errors are those of node:net, with Winsock's error as their cause", async () => {
    const server = createServer().listen(0, host);
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    server.close();
    const socket = net.createConnection({ host, port });
    const [error] = await once(socket, "error");
    assert.include(error, { code: "ECONNREFUSED", syscall: "connect", address: `${host}:${port}` });
    assert.equal(error.cause.name, "WSAECONNREFUSED");
    assert.isTrue(socket.destroyed);
  });

  it("destroy ends a socket that connects or writes", async () => {
    // a peer that was reset reports it
    const server = createServer((socket) => socket.on("error", () => {})).listen(0, host);
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const early = net.createConnection({ host, port });
    early.destroy();
    await once(early, "close");
    const late = net.createConnection({ host, port });
    late.write(Buffer.alloc(8_000_000));
    await once(late, "connect");
    late.destroy();
    await once(late, "close");
    await new Promise((resolve) => setTimeout(resolve, 20));
    server.close();
  });

  /** Two connected sockets: of the adapter, and of node:net. */
  async function pairWith(options: object = {}): Promise<{ near: NetSocket; far: Socket; close(): Promise<void> }> {
    const server = createServer().listen(0, host);
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const near = net.createConnection({ host, port, ...options });
    const [[far]] = await Promise.all([once(server, "connection"), once(near, "connect")]);
    far.on("error", () => {});
    server.close();
    const close = async () => {
      if (near.closed) return;
      near.destroy();
      await once(near, "close");
    };
    return { near, far, close };
  }

  /** TCP_NODELAY, SO_KEEPALIVE and TCP_KEEPALIVE of a socket. */
  function optionsOf({ handle }: NetSocket): number[] {
    const value = new Uint8Array(4);
    return [
      [IPPROTO_TCP, TCP_NODELAY],
      [SOL_SOCKET, SO_KEEPALIVE],
      [IPPROTO_TCP, TCP_KEEPALIVE],
    ].map(([level, optname]) => {
      value.fill(0);
      assert.equal(ws2.getsockopt(handle, level, optname, value, ref(4)), 0);
      return value[0] + 256 * value[1];
    });
  }

  it("setNoDelay and setKeepAlive set Winsock's options: while it connects, once it is open, and as options", async () => {
    const server = createServer().listen(0, host);
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const early = net.createConnection(port, host).setNoDelay().setKeepAlive(true, 5000);
    await once(early, "connect");
    assert.deepEqual(optionsOf(early), [1, 1, 5]);
    early.setNoDelay(false).setKeepAlive();
    assert.deepEqual(optionsOf(early), [0, 0, 5]);
    early.setNoDelay(true).setKeepAlive(true);
    assert.deepEqual(optionsOf(early), [1, 1, 5], "a delay of 0 leaves the time as it is");
    early.destroy();
    early.setNoDelay().setKeepAlive();
    await once(early, "close");
    const options = { host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 1500 };
    const late = net.connect(options);
    await once(late, "connect");
    assert.deepEqual(optionsOf(late), [1, 1, 2], "a part of a second counts as one");
    late.destroy();
    await once(late, "close");
    server.close();

    const own = net.createServer({ noDelay: true, keepAlive: true });
    own.listen(0, host);
    await once(own, "listening");
    const client = createConnection((own.address() as AddressInfo).port, host);
    const [accepted] = await once(own, "connection");
    assert.deepEqual(optionsOf(accepted).slice(0, 2), [1, 1]);
    client.destroy();
    accepted.destroy();
    own.close();
    await once(own, "close");
  });

  it("setTimeout emits timeout once without traffic, and traffic postpones it; 0 ends it and its listener", async () => {
    const { near, far, close } = await pairWith({ timeout: 60_000 });
    assert.equal(near.timeout, 60_000);
    let timeouts = 0;
    const count = () => {
      timeouts++;
    };
    assert.strictEqual(near.setTimeout(40, count), near);
    const begun = performance.now();
    far.write("x");
    await once(near.resume(), "data");
    await once(near, "timeout");
    assert.isAtLeast(performance.now() - begun, 39);
    await new Promise((resolve) => setTimeout(resolve, 60));
    assert.deepEqual([timeouts, near.destroyed], [1, false], "once, and the socket is open");
    near.setTimeout(10, count).setTimeout(0, count);
    assert.equal(near.listenerCount("timeout"), 0);
    await new Promise((resolve) => setTimeout(resolve, 30));
    assert.equal(timeouts, 1);
    for (const [value, code] of [
      ["10", "ERR_INVALID_ARG_TYPE"],
      [-1, "ERR_OUT_OF_RANGE"],
      [Number.NaN, "ERR_OUT_OF_RANGE"],
    ]) {
      try {
        near.setTimeout(value as number);
        assert.fail("it must throw");
      } catch (error) {
        assert.equal((error as { code?: string }).code, code as string);
      }
    }
    await close();
  });

  it("setTimeout accepts more milliseconds than Node's timers, and waits as long as they can", async () => {
    const { near, close } = await pairWith();
    near.setTimeout(3e9, () => assert.fail("timeout"));
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(near.timeout, 2 ** 31 - 1);
    await close();
  });

  /** What the listeners of "close" receive. */
  const closeOf = (socket: Socket | NetSocket): Promise<boolean> =>
    new Promise((resolve) => (socket as NetSocket).once("close", resolve));

  it("close reports whether there was an error; resetAndDestroy resets; a signal destroys an open socket, too", async () => {
    const first = await pairWith();
    first.near.end();
    first.far.end();
    assert.isFalse(await closeOf(first.near.resume()));
    const second = await pairWith();
    const reset = closeOf(second.far);
    second.near.resetAndDestroy();
    assert.isTrue(await reset);
    await second.close();
    const controller = new AbortController();
    const third = await pairWith({ signal: controller.signal });
    const closed = closeOf(third.near);
    const failed = once(third.near, "error");
    controller.abort();
    assert.equal((await failed)[0].name, "AbortError");
    assert.isTrue(await closed);
  });

  it("sockets and servers hold the process through the drive while they are open, unless they are unref'd", async () => {
    const calls: string[] = [];
    const held = netOver(ws2, { ref: () => void calls.push("ref"), unref: () => void calls.push("unref") });
    const said = () => calls.splice(0).join(" ");
    assert.equal(said(), "unref", "nothing is open");
    const server = held.createServer((socket) => void socket.resume().end());
    server.listen({ host, port: 0 });
    await once(server, "listening");
    assert.equal(said(), "ref");
    assert.strictEqual(server.unref().unref(), server);
    assert.equal(said(), "unref");
    server.ref().unref();
    assert.equal(said(), "ref unref");
    const client = held.createConnection({ host, port: server.address()?.port });
    assert.equal(said(), "ref", "from the start");
    client.unref().ref();
    assert.equal(said(), "unref ref");
    client.resume().end();
    await once(client, "close");
    client.ref();
    server.close();
    await once(server, "close");
    server.ref();
    assert.equal(said(), "unref", "once all are closed");
  });

  it("two adapters of one drive hold the process together", async () => {
    const calls: string[] = [];
    const reference = { ref: () => void calls.push("ref"), unref: () => void calls.push("unref") };
    const server = netOver(ws2, reference).createServer().listen(0, host);
    await once(server, "listening");
    const other = netOver(ws2, reference).createServer().listen(0, host);
    await once(other, "listening");
    other.close();
    assert.deepEqual(calls, ["unref", "ref"], "one server still listens");
    server.close();
    assert.deepEqual(calls, ["unref", "ref", "unref"]);
  });

  it("a server whose accept fails reports the error, stops listening, and releases the process", async () => {
    const calls: string[] = [];
    const failing = Object.create(ws2, {
      accept: {
        value() {
          ws2.WSASetLastError(WSAEMFILE);
          return INVALID_SOCKET;
        },
      },
    });
    const reference = { ref: () => void calls.push("ref"), unref: () => void calls.push("unref") };
    const server = netOver(failing, reference).createServer().listen(0, host);
    const closed = new Promise<void>((resolve) => void server.once("close", resolve));
    const [error] = await once(server, "error");
    assert.equal(error.code, "EMFILE");
    await closed;
    assert.isFalse(server.listening);
    assert.deepEqual(calls, ["unref", "ref", "unref"]);
  });

  it("an exception of a listener of connection or drop is uncaught, and the server goes on", async () => {
    const server = net.createServer((socket) => {
      socket.destroy();
      throw new Error("of connection");
    });
    server.on("drop", () => {
      throw new Error("of drop");
    });
    server.listen(0, host);
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const reporters = process.listeners("uncaughtException");
    process.removeAllListeners("uncaughtException");
    const caught: string[] = [];
    process.on("uncaughtException", ({ message }) => void caught.push(message));
    try {
      for (const maxConnections of [Infinity, Infinity, 0]) {
        server.maxConnections = maxConnections;
        const client = createConnection(port, host).on("error", () => {});
        await new Promise((resolve) => client.resume().once("close", resolve));
      }
    } finally {
      process.removeAllListeners("uncaughtException");
      for (const reporter of reporters) process.on("uncaughtException", reporter);
    }
    assert.deepEqual(caught, ["of connection", "of connection", "of drop"]);
    assert.isTrue(server.listening);
    server.close();
    await once(server, "close");
  });

  it("lookup finds the addresses of a name without blocking", async () => {
    const listener = listen(ws2, { host, port: 0 });
    const near = await connect(ws2, { host: "localhost", port: listener.local.port, lookup, timeout: 5000 });
    const far = await listener.accept();
    await Promise.all([near.close(), far.close()]);
    listener.close();
  });

  it("listen throws if the server listens already", async () => {
    const server = net.createServer().listen(0, host);
    const again = () => server.listen(0, host, () => assert.fail("listening"));
    expect(again).to.throw("the server already listens").with.property("code", "ERR_SERVER_ALREADY_LISTEN");
    server.close();
    await once(server, "close");
  });

  it("servers count connections, drop those above maxConnections, and report a close of a server that does not listen", async () => {
    const server = net.createServer();
    let closing: Error | undefined;
    server.close((error) => {
      closing = error;
    });
    await once(server, "close");
    assert.propertyVal(closing, "code", "ERR_SERVER_NOT_RUNNING");
    server.maxConnections = 1;
    server.listen(0, host, 5);
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const first = createConnection(port, host);
    const [accepted] = await once(server, "connection");
    const dropped = once(server, "drop");
    const second = createConnection(port, host).on("error", () => {});
    assert.include((await dropped)[0], { localAddress: host, localPort: port });
    assert.equal(await new Promise((resolve) => server.getConnections((_, count) => resolve(count))), 1);
    second.destroy();
    first.destroy();
    accepted.destroy();
    let isClosed = false;
    server.close((error) => {
      isClosed = error === undefined;
    });
    await once(server, "close");
    assert.isTrue(isClosed);
  });
});
