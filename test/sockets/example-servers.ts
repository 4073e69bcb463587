import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";

/** A server that an example needs: where it listens, and how it stops. */
export interface ExampleServer {
  readonly port: number;
  close(): void;
}

/** A Redis server, as far as the example uses it. */
export function redisServer(): Promise<ExampleServer> {
  return listening(redis());
}

/** A server that returns the path of each request. */
export function httpServer(): Promise<ExampleServer> {
  return listening(createHttpServer((request, response) => response.end(`you asked for ${request.url}`)));
}

/** A server that stores readings. */
export function telemetryServer(): Promise<ExampleServer> {
  return listening(store());
}

/** A name server that does not answer the first question. */
export async function nameServer(): Promise<ExampleServer> {
  const server = createSocket("udp4");
  let isFirst = true;
  server.on("message", (query, { port, address }) => {
    if (!isFirst) server.send(answered(query), port, address);
    isFirst = false;
  });
  server.bind(0, "127.0.0.1").unref();
  await once(server, "listening");
  return { port: server.address().port, close: () => void server.close() };
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const { port, close } = await listening(createServer());
  close();
  return port;
}

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

/** A server that stores readings, and ends the first connection while it works. */
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

async function listening(server: Server): Promise<ExampleServer> {
  server.listen(0, "127.0.0.1").unref();
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port, close: () => void server.close() };
}

/** The answer to a query: an alias first, then two addresses. */
function answered(query: Buffer): Buffer {
  const header = Buffer.from([query[0], query[1], 0x81, 0x80, 0, 1, 0, 3, 0, 0, 0, 0]);
  const record = (type: number, data: number[]) => [0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, data.length, ...data];
  const records = [...record(5, [1, 120, 0]), ...record(1, [10, 1, 2, 3]), ...record(1, [10, 1, 2, 4])];
  return Buffer.concat([header, query.subarray(12), Buffer.from(records)]);
}
