import { once } from "node:events";
import { createServer as createHttpServer, get } from "node:http";
import { type AddressInfo, createConnection, createServer } from "node:net";
import { pipeline } from "node:stream/promises";
import { type Drive, drive } from "@ws2kit/core";
import { nodePlatform } from "@ws2kit/platform-node";
import { connect, listen } from "@ws2kit/sockets";
import { type Net, NetServer, netOver } from "@ws2kit/sockets/node";
import { openMachine } from "@ws2kit/target-desktop";
import { assert } from "chai";

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

  it("a time that begins while the machine sleeps ends on time", async () => {
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

      createConnection: (options) => net.createConnection({ ...options, host }) as never,
    });
    const [response] = await once(request, "response");
    const chunks: Buffer[] = await response.toArray();
    assert.deepEqual(Buffer.concat(chunks), body);
    assert.isAbove(machine.counters.bytesReceived - before, body.length);
    server.close();
  });

  it("its servers are net.Servers: addresses, streams, ends and closes", async () => {
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

  it("its errors are node:net's, with Winsock's as their cause", async () => {
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
});
