import { TestApplication } from "./application.js";

/** A client that connects, writes and reads to the end, with promises and with Winsock's calls. */
const PROMISES = `
import { connect } from "@ws2kit/sockets";
import type { Machine } from "@ws2kit/target";

export default async function main(machine: Machine) {
  const connection = await connect(machine.openProcess(), { host: "10.0.0.9", port: 7007 });
  await connection.write(Uint8Array.of(104, 105, 10));
  let count = 0;
  for await (const bytes of connection) count += bytes.length;
  machine.platform.log("received", count);
  await connection.close();
}
`;

const C_SHAPE = `
import {
  type addrinfo, AF_INET, INVALID_SOCKET, MAKEWORD, type Machine, newaddrinfo, newWSADATA, ref, SD_SEND, SOCK_STREAM, SOCKET_ERROR,
} from "@ws2kit/target";

export default function main(machine: Machine): void {
  const ws2 = machine.openProcess();
  const code = ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
  if (code !== 0) throw new Error("WSAStartup failed: " + code);
  const check = (result: number, call: string) => {
    if (result === SOCKET_ERROR) throw new Error(call + " failed: " + ws2.WSAGetLastError());
  };
  const found = ref<addrinfo | null>(null);
  const hints = newaddrinfo({ ai_family: AF_INET, ai_socktype: SOCK_STREAM });
  const failed = ws2.getaddrinfo("10.0.0.9", "7007", hints, found);
  const name = found.value?.ai_addr;
  if (failed !== 0 || !name) throw new Error("getaddrinfo failed: " + failed);
  const s = ws2.socket(AF_INET, SOCK_STREAM, 0);
  if (s === INVALID_SOCKET) throw new Error("socket failed: " + ws2.WSAGetLastError());
  check(ws2.connect(s, name, name.length), "connect");
  const hello = Uint8Array.of(104, 105, 10);
  check(ws2.send(s, hello, hello.length, 0), "send");
  const chunk = new Uint8Array(2048);
  let count = 0;
  for (;;) {
    const received = ws2.recv(s, chunk, chunk.length, 0);
    check(received, "recv");
    if (received === 0) break;
    count += received;
  }
  machine.platform.log("received", count);
  check(ws2.shutdown(s, SD_SEND), "shutdown");
  ws2.closesocket(s);
  ws2.WSACleanup();
}
`;

/** The bytes of the minified firmware of both programs. */
export async function promiseSizes(target: string): Promise<{ promises: number; calls: number }> {
  const sizeOf = async (source: string) => {
    const app = new TestApplication({ "app.ts": source });
    const size = Buffer.byteLength(await app.build(target, true));
    app.remove();
    return size;
  };
  return { promises: await sizeOf(PROMISES), calls: await sizeOf(C_SHAPE) };
}
