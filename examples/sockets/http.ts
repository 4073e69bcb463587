/** Fetches a page over HTTP/1.1. */
import { type Connection, connect } from "@ws2kit/sockets";
import { readLine, readText, writeText } from "@ws2kit/sockets/text";
import type { Machine } from "@ws2kit/target";
import { config } from "./config.js";

export default async function main(machine: Machine) {
  const { host, port, path } = config.http;
  const server = await connect(machine.openProcess(), { host, port, timeout: 5000 });
  await writeText(server, `GET ${path} HTTP/1.1\r\nHost: ${host}:${port}\r\nConnection: close\r\n\r\n`);
  machine.platform.log(await readLine(server, { timeout: 5000 }));
  machine.platform.log(`${(await headers(server)).size} headers`);
  machine.platform.log(await readText(server, { timeout: 5000 }));
  await server.close();
}

/** Reads the headers of a response, by their names in lower case. */
async function headers(server: Connection): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (;;) {
    const line = await readLine(server, { timeout: 5000 });
    if (line === null || line === "") return found;
    const colon = line.indexOf(":");
    found.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
}
