import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildFirmware, listTargets } from "@ws2kit/build";
import { startEngine } from "@ws2kit/engine-quickjs";
import { chat } from "@ws2kit/example-sockets/chat-session";
import { assert } from "chai";
import { EVERYTHING } from "../fixture/everything.js";
import { SYSTEMS } from "../fixture/systems.js";
import { World } from "./world.js";

const EXAMPLES = fileURLToPath(new URL("../../../examples/sockets/", import.meta.url));
const FIRMWARE = { heap: 4 << 20, stack: 128 * 1024, watchdog: 20_000 };

/** A Redis server with four commands. */
function redis(): Server {
  const values = new Map<string, string>([["starts", "6"]]);
  return createServer((socket) => {
    let input = "";
    socket.setEncoding("utf8").on("data", (text) => {
      input += text;
      for (let words = takeCommand(); words !== null; words = takeCommand()) socket.write(answer(words));
    });

    function takeCommand(): string[] | null {
      const count = /^\*(\d+)\r\n/.exec(input);
      if (count === null) return null;
      let at = count[0].length;
      const words: string[] = [];
      for (let i = 0; i < Number(count[1]); i++) {
        const size = /^\$(\d+)\r\n/.exec(input.slice(at));
        if (size === null) return null;
        const word = Buffer.from(input.slice(at + size[0].length))
          .subarray(0, Number(size[1]))
          .toString();
        words.push(word);
        at += size[0].length + word.length + 2;
      }
      if (input.length < at) return null;
      input = input.slice(at);
      return words;
    }
  });

  function answer([command, key, value]: string[]): string {
    const stored = values.get(key);
    if (command === "PING") return "+PONG\r\n";
    if (command === "SET") {
      values.set(key, value);
      return "+OK\r\n";
    }
    if (command === "INCR") {
      values.set(key, String(Number(stored) + 1));
      return `:${values.get(key)}\r\n`;
    }
    return stored === undefined ? "$-1\r\n" : `$${Buffer.byteLength(stored)}\r\n${stored}\r\n`;
  }
}

/** A server that stores readings, and resets the first connection while it works. */
function store(): Server {
  let isFirst = true;
  return createServer((socket: Socket) => {
    const loses = isFirst;
    isFirst = false;
    socket.setEncoding("utf8").on("data", (text) => {
      const numbers = String(text).trim().split("\n");
      socket.write(`${parseInt(numbers[numbers.length - 1], 10)}\n`);
      if (loses) socket.end();
    });
    socket.on("error", () => {});
  });
}

async function listening(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1").unref();
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** Builds an example for a target, runs it in QuickJS, and returns its lines. */
async function run(name: string, target: string, settings: object): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "ws2kit-"));
  const config = join(folder, "config.json");
  const out = join(folder, "firmware.js");
  const defaults = JSON.parse(readFileSync(join(EXAMPLES, "config.json"), "utf8"));
  writeFileSync(config, JSON.stringify({ ...defaults, ...settings }));
  await buildFirmware({ app: join(EXAMPLES, `${name}.ts`), target, out, config, minify: false });
  const lines: string[] = [];
  const engine = await startEngine({ file: out, ...FIRMWARE, log: (...values) => void lines.push(values.join(" ")) });
  const { outcome, message } = await engine.ended;
  rmSync(folder, { recursive: true });
  assert.equal(outcome, "done", message);
  return lines;
}

describe("examples/sockets: two devices chat on a simulated network", () => {
  for (const system of SYSTEMS) {
    it(`on ${system.name}, in virtual time`, async () => {
      const world = new World(system);
      const [here, there] = [world.station(), world.station()];
      const heard: string[] = [];
      const note = (line: string) => void heard.push(`${Math.round(here.platform.now())} ${line}`);
      const host = chat(here.ws2, { peer: "", listen: true, port: 7009 }, note);
      const guest = chat(there.ws2, { peer: "10.0.0.1", listen: false, port: 7009 }, note);
      await world.run(Promise.all([host, guest]));
      assert.deepEqual(
        heard.filter((line) => line.includes("10.0.0.2")),
        ["103 10.0.0.2 says hello", "203 10.0.0.2 says how are you?", "303 10.0.0.2 says goodbye"],
      );
      assert.lengthOf(heard, 6);
    });
  }
});

/**
 * By default one target and one program, because all programs are built in the same way; all if everything is asked
 * for.
 */
const TARGETS = EVERYTHING ? listTargets(import.meta.dirname) : ["ce"];

for (const target of TARGETS) {
  describe(`examples/sockets on ${target}, in QuickJS over loopback`, function () {
    this.timeout(60_000);

    it("redis", async () => {
      const server = redis();
      const port = await listening(server);
      const lines = await run("redis", target, { redis: { host: "127.0.0.1", port } });
      server.close();
      assert.deepEqual(lines, ["PING PONG", "starts 7", "greeting ¡hello\r\nthere!"]);
    });

    if (!EVERYTHING) return;

    it("http", async () => {
      const server = createHttpServer((request, response) => response.end(`you asked for ${request.url}`));
      const port = await listening(server);
      const lines = await run("http", target, { http: { host: "127.0.0.1", port, path: "/page" } });
      server.close();
      assert.match(lines[0], /200 OK/);
      assert.equal(lines[2], "you asked for /page");
    });

    it("dns", async () => {
      const server = createSocket("udp4");
      let isFirst = true;
      server.on("message", (query, { port, address }) => {
        // the first question is lost
        if (!isFirst) server.send(answered(query), port, address);
        isFirst = false;
      });
      server.bind(0, "127.0.0.1").unref();
      await once(server, "listening");
      const { port } = server.address();
      const lines = await run("dns", target, { dns: { host: "127.0.0.1", port, name: "device.example" } });
      server.close();
      assert.deepEqual(lines, ["device.example: 10.1.2.3, 10.1.2.4"]);
    });

    it("telemetry, which continues after a lost connection", async () => {
      const server = store();
      const port = await listening(server);
      const lines = await run("telemetry", target, {
        telemetry: { host: "127.0.0.1", port, interval: 40, readings: 5 },
      });
      server.close();
      assert.equal(lines.filter((line) => line.startsWith("connected")).length, 2);
      assert.equal(lines[lines.length - 1], "stored 5");
    });
  });
}

/** The answer to a query: an alias first, then two addresses. */
function answered(query: Buffer): Buffer {
  const header = Buffer.from([query[0], query[1], 0x81, 0x80, 0, 1, 0, 3, 0, 0, 0, 0]);
  const record = (type: number, data: number[]) => [0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, data.length, ...data];
  const records = [...record(5, [1, 120, 0]), ...record(1, [10, 1, 2, 3]), ...record(1, [10, 1, 2, 4])];
  return Buffer.concat([header, query.subarray(12), Buffer.from(records)]);
}
