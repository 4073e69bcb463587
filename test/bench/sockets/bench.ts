import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createConnection, createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { drive } from "@ws2kit/core";
import { nodePlatform } from "@ws2kit/platform-node";
import { type Connection, connect, listen } from "@ws2kit/sockets";
import { openMachine } from "@ws2kit/target-desktop";
import { promiseSizes } from "../../build/promise-programs.js";
import { figureOf } from "../measure.js";
import type { Figure } from "../row.js";

/** Connections at once, and messages that each of them exchanges. */
const CONNECTIONS = 16;
const ROUNDS = 2000;
const SIZES = [64, 4096];
const RUNS = 5;
/** The least rate of promises, as a part of node:net's. */
const LEAST_RATE = 0.8;
const HOST = "127.0.0.1";
/** Bytes that promises may add to firmware. */
const MOST_ADDED = 12 * 1024;
const WAITING = fileURLToPath(new URL("./waiting.js", import.meta.url));

/** A server, its clients, and the function that ends the server. */
interface Subject {
  exchange(size: number, rounds: number): Promise<void>;
  close(): void;
}

/** Promises on the Node platform: both ends use `@ws2kit/sockets`. */
async function promises(): Promise<Subject> {
  const machine = openMachine({ platform: nodePlatform({ tls: null }) });
  const ws2 = machine.openProcess();
  const running = drive(machine);
  const listener = listen(ws2, { host: HOST, port: 0 });
  const serve = async (connection: Connection) => {
    for await (const bytes of connection) await connection.write(bytes);
    await connection.close();
  };
  void (async () => {
    for await (const connection of listener) void serve(connection);
  })();
  return {
    async exchange(size, rounds) {
      const client = await connect(ws2, { host: HOST, port: listener.local.port });
      const message = new Uint8Array(size);
      for (let i = 0; i < rounds; i++) {
        await client.write(message);
        await client.read(size);
      }
      await client.close();
    },
    close() {
      listener.close();
      running.stop();
    },
  };
}

/** The same with node:net at both ends, and promises over it. */
async function net(): Promise<Subject> {
  const server = createServer((socket) => socket.on("data", (bytes) => socket.write(bytes))).listen(0, HOST);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    async exchange(size, rounds) {
      const client = createConnection(port, HOST);
      await once(client, "connect");
      const message = new Uint8Array(size);
      await new Promise<void>((resolve) => {
        let left = size * rounds;
        let due = size;
        client.write(message);
        client.on("data", (bytes) => {
          left -= bytes.length;
          due -= bytes.length;
          if (left === 0) resolve();
          else if (due === 0) {
            due = size;
            client.write(message);
          }
        });
      });
      client.destroy();
    },
    close: () => server.close(),
  };
}

/** Round trips of messages in a second. */
async function rateOf(subject: Subject, size: number): Promise<number> {
  const begun = performance.now();
  await Promise.all(Array.from({ length: CONNECTIONS }, () => subject.exchange(size, ROUNDS)));
  return (CONNECTIONS * ROUNDS * 1000) / (performance.now() - begun);
}

/** Bytes of V8's heap for a connection that waits in `read`. */
function bytesOfWaiting(): number {
  return (JSON.parse(execFileSync(process.execPath, [WAITING], { encoding: "utf8" })) as { bytes: number }).bytes;
}

/**
 * An echo with promises on the Node platform against node:net, 16 connections at once; the bytes of a connection; and
 * what promises add to firmware: `npm run bench -- sockets`.
 */
export async function benchSockets(): Promise<Figure[]> {
  const { promises: promiseSize, calls } = await promiseSizes("ce");
  const added = `firmware of ce with connect and for await, more than the ${calls.toLocaleString("en")} of Winsock's calls`;
  return [
    ...(await benchEcho()),
    figureOf(
      "sockets",
      { measure: "a connection that waits in read", unit: "bytes", aim: 4096 },
      Array.from({ length: 3 }, bytesOfWaiting),
    ),
    figureOf("sockets", { measure: added, unit: "bytes", aim: MOST_ADDED }, [promiseSize - calls]),
  ];
}

async function benchEcho(): Promise<Figure[]> {
  const [ours, theirs] = [await promises(), await net()];
  const figures: Figure[] = [];
  for (const size of SIZES) {
    const rates: number[] = [];
    const ratesOfNet: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      rates.push(await rateOf(ours, size));
      ratesOfNet.push(await rateOf(theirs, size));
    }
    const measure = `an echo of ${size.toLocaleString("en")} bytes with promises, ${CONNECTIONS} connections`;
    figures.push(
      figureOf("sockets", { measure, unit: "/s", aim: LEAST_RATE, isLeast: true, peer: "node:net" }, rates, ratesOfNet),
    );
  }
  ours.close();
  theirs.close();
  return figures;
}
