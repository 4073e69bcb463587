/** Asks a name server for the IPv4 addresses of a name: RFC 1035 over UDP, three attempts. */
import { type DatagramSocket, openDatagram } from "@ws2kit/sockets";
import { encode } from "@ws2kit/sockets/text";
import type { Machine } from "@ws2kit/target";
import { config } from "./config.js";

export default async function main(machine: Machine) {
  const { host, port, name } = config.dns;
  const server = await openDatagram(machine.openProcess(), { peer: { host, port } });
  machine.platform.log(`${name}: ${(await lookUp(server, name)).join(", ")}`);
  server.close();
}

async function lookUp(server: DatagramSocket, name: string): Promise<string[]> {
  for (let id = 1; ; id++) {
    await server.send(question(name, id));
    try {
      const { bytes } = await server.receive({ timeout: 1000 });
      if (bytes.length >= 12 && bytes[0] === 0 && bytes[1] === id) return addresses(bytes);
    } catch (error) {
      if (id === 3) throw error;
    }
  }
}

/** A query for A records, with recursion. */
function question(name: string, id: number): Uint8Array {
  const labels = name.split(".").flatMap((label) => [label.length, ...encode(label)]);
  return Uint8Array.of(0, id, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...labels, 0, 0, 1, 0, 1);
}

/** The addresses among the answers. */
function addresses(message: Uint8Array): string[] {
  const found: string[] = [];
  const word = (at: number) => message[at] * 256 + message[at + 1];
  let at = skipName(message, 12) + 4;
  for (let left = word(6); left > 0 && at < message.length; left--) {
    at = skipName(message, at);
    const length = word(at + 8);
    if (word(at) === 1 && length === 4) found.push(message.subarray(at + 10, at + 14).join("."));
    at += 10 + length;
  }
  return found;
}

/** The offset after a name, which is a list of labels or ends with a pointer to others. */
function skipName(message: Uint8Array, from: number): number {
  let at = from;
  while (message[at] > 0 && message[at] < 0xc0) at += message[at] + 1;
  return at + (message[at] === 0 ? 1 : 2);
}
