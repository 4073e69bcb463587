import { once } from "node:events";
import { connect } from "node:tls";
import { Worker } from "node:worker_threads";
import { installLayer, SO_SEC_SSL, SO_SECURE, secure } from "@ws2kit/layers";
import { nodePlatform } from "@ws2kit/platform-node";
import { AF_INET, DWORD, SD_SEND, SOCK_STREAM, SOL_SOCKET, sockaddr_in } from "@ws2kit/spi";
import { openMachine, type Ws2 } from "@ws2kit/target-desktop";
import { certificates } from "../../tls/certificates.js";
import { ADDRESS_SIZE, expect, started } from "../calls.js";
import { pushed } from "../real/node-clients.js";
import type { Row } from "../row.js";

const CHUNK = 64 * 1024;
/** MiB that a run sends. */
const PUSHED = 64;

/** A process whose streams can be secure. */
function secured(trust: string): Ws2 {
  const machine = openMachine({ platform: nodePlatform({ tls: { trust } }) });
  machine.installModule(
    "secure.dll",
    secure.module({}, () => undefined),
  );
  if (installLayer(machine.openProcess(), "secure.dll", secure) !== 0) throw new Error("bench: no secure layer");
  return started(machine);
}

/** MiB/s of a blocking secure stream. */
function push(ws2: Ws2, port: number): number {
  const bytes = new Uint8Array(CHUNK);
  const s = ws2.socket(AF_INET, SOCK_STREAM, 0);
  ws2.setsockopt(s, SOL_SOCKET, SO_SECURE, DWORD(SO_SEC_SSL), 4);
  expect(ws2.connect(s, sockaddr_in("127.0.0.1", port), ADDRESS_SIZE) === 0, "connect", ws2);
  const begun = performance.now();
  const sends = (PUSHED << 20) / CHUNK;
  for (let i = 0; i < sends; i++) expect(ws2.send(s, bytes, CHUNK, 0) === CHUNK, "send", ws2);
  ws2.shutdown(s, SD_SEND);
  expect(ws2.recv(s, bytes, 1, 0) === 1, "recv", ws2);
  const rate = (PUSHED * 1000) / (performance.now() - begun);
  ws2.closesocket(s);
  return rate;
}

/** The secure layer on the Node platform against node:tls, with the same server. */
export const tlsRows: readonly Row[] = [
  {
    measure: "a secure stream, sends of 64 KiB, blocking",
    unit: "MiB/s",
    aim: 0.9,
    isLeast: true,
    peer: "node:tls",
    async prepare() {
      const { authority, good } = certificates();
      const server = new Worker(new URL("./sink.js", import.meta.url), { workerData: good });
      const [port] = (await once(server, "message")) as [number];
      const ws2 = secured(authority.certificate);
      return {
        run: () => push(ws2, port),
        async peer() {
          const socket = connect({ host: "127.0.0.1", port, ca: authority.certificate, servername: "device.test" });
          await once(socket, "secureConnect");
          return pushed(socket, PUSHED);
        },
        close: () => void server.terminate(),
      };
    },
  },
];
