/**
 * Not of npm test, as it needs mosquitto and redis-server: `npm run test:libraries`, a step of `.ci/slow`. npm's
 * protocol libraries over a chain of layers.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer as createHttpServer, get, request } from "node:http";
import { type AddressInfo, createConnection, createServer } from "node:net";
import { type Drive, drive } from "@ws2kit/core";
import { fault, installStack, meter, trace } from "@ws2kit/layers";
import { nodePlatform } from "@ws2kit/platform-node";
import { type Net, netOver } from "@ws2kit/sockets/node";
import { openMachine } from "@ws2kit/target-desktop";
import { assert } from "chai";
import { AbstractConnector, Redis } from "ioredis";
import { MqttClient } from "mqtt";
import { WebSocket, WebSocketServer } from "ws";

const HOST = "127.0.0.1";

/** A port that is free now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, HOST);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** Starts another project's server, and waits until it listens. */
async function started(
  command: string,
  args: (port: number) => string[],
): Promise<{ port: number; child: ChildProcess }> {
  const port = await freePort();
  const child = spawn(command, args(port), { stdio: "ignore" });
  for (;;) {
    const probe = createConnection(port, HOST);
    const isUp = await new Promise((resolve) =>
      probe.once("connect", () => resolve(true)).once("error", () => resolve(false)),
    );
    probe.destroy();
    if (isUp) return { port, child };
    assert.isNull(child.exitCode, `${command} has ended`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe("npm's protocol libraries over trace, meter and fault", function () {
  this.timeout(20_000);
  let net: Net;
  let running: Drive;
  let events = 0;
  const machine = openMachine({ platform: nodePlatform({ tls: null }) });

  before(() => {
    const rows = [
      { layer: "trace" },
      { layer: "meter" },
      { layer: "fault", seed: 1, shortReads: 0.5, shortWrites: 0.5, latency: 2 },
    ];
    const note = () => {
      events++;
    };
    assert.equal(installStack(machine, rows as never, { trace, meter, fault }, note), 0);
    running = drive(machine);
    net = netOver(machine.openProcess());
  });
  afterEach(() => {
    assert.isAbove(events, 0, "events of the layers");
    events = 0;
  });
  after(async () => {
    running.stop();
    await running.stopped;
    assert.equal(machine.counters.sockets, 0, "sockets that are open");
  });

  it("node:http", async () => {
    const body = Buffer.alloc(100_000, "y");
    const server = createHttpServer((_request, response) => response.end(body)).listen(0, HOST);
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const { createConnection: open } = net;
    const getting = get({ host: HOST, port, createConnection: open });
    const posting = request({ host: HOST, port, method: "POST", createConnection: open });
    posting.end("x");
    const fetched = [getting, posting].map(async (asking) => {
      const [response] = await once(asking, "response");
      assert.deepEqual(Buffer.concat(await response.toArray()), body);
    });
    await Promise.all(fetched);
    server.close();
  });

  it("ws", async () => {
    const server = new WebSocketServer({ port: 0, host: HOST });
    server.on("connection", (socket) =>
      socket.on("message", (data, isBinary) => socket.send(data, { binary: isBinary })),
    );
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const client = new WebSocket(`ws://${HOST}:${port}`, { createConnection: net.createConnection });
    await once(client, "open");
    for (const size of [1, 200, 70_000]) {
      client.send(Buffer.alloc(size, size));
      const [data] = await once(client, "message");
      assert.deepEqual(data, Buffer.alloc(size, size));
    }
    client.close();
    await once(client, "close");
    server.close();
  });

  it("mqtt, with mosquitto", async () => {
    const { port, child } = await started("mosquitto", (each) => ["-p", String(each)]);
    const client = new MqttClient(() => net.createConnection({ host: HOST, port }), {});
    await new Promise<void>((resolve) => client.once("connect", () => resolve()));
    await client.subscribeAsync("things/#");
    const arrival = new Promise<[string, Buffer]>((resolve) =>
      client.once("message", (topic, payload) => resolve([topic, payload])),
    );
    await client.publishAsync("things/one", "x".repeat(20_000), { qos: 1 });
    const [topic, payload] = await arrival;
    assert.deepEqual([topic, String(payload)], ["things/one", "x".repeat(20_000)]);
    await client.endAsync();
    child.kill();
  });

  it("ioredis, with redis-server", async () => {
    const { port, child } = await started("redis-server", (each) => [
      "--port",
      String(each),
      "--bind",
      HOST,
      "--save",
      "",
    ]);
    class Connector extends AbstractConnector {
      constructor() {
        super(2000);
      }
      override async connect() {
        this.stream = net.createConnection({ host: HOST, port });
        return this.stream;
      }
    }
    const client = new Redis({ Connector });
    assert.equal(await client.set("key", "€".repeat(30_000)), "OK");
    assert.equal(await client.get("key"), "€".repeat(30_000));
    assert.deepEqual(
      (await client.pipeline().incr("n").incr("n").exec())?.map(([, value]) => value),
      [1, 2],
    );
    await client.quit();
    child.kill();
  });
});
