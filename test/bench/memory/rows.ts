import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import * as winsock from "@ws2kit/spi";
import { openMachine, type Ws2 } from "@ws2kit/target-desktop";
import { ADDRESS_SIZE, bound, connected, expect, nameOf, started, timeOf } from "../calls.js";
import { quickjsEngine } from "../layers/engines.js";
import { BUSY, readinessByEvent } from "../readiness.js";
import type { Row } from "../row.js";

const { AF_INET, fd_set, newWSABUF, newWSAOVERLAPPED, ref, SOCK_DGRAM } = winsock;

/** A process on a new network. */
function onMemory(): Ws2 {
  return started(openMachine({ platform: memoryPlatform({ network: memoryNetwork() }) }));
}

/** Calls on the memory network, in V8 but for one row. */
export const memoryRows: readonly Row[] = [
  ...[10, 1000, 4000, 60_000].map(
    (idle): Row => ({
      measure: `readiness by event, ${BUSY} busy sockets, ${idle.toLocaleString("en")} idle`,
      unit: "µs",
      aim: 1.2,
      prepare() {
        const rounds = readinessByEvent(onMemory(), idle, 1);
        return { run: () => rounds(2000) };
      },
    }),
  ),
  {
    measure: "select over 4,000 sockets, one ready, a socket",
    unit: "ns",
    aim: 20,
    prepare() {
      const ws2 = onMemory();
      const all = Array.from({ length: 4000 }, () => bound(ws2));
      ws2.sendto(all[0], new Uint8Array(1), 1, 0, nameOf(ws2, all[3999]), ADDRESS_SIZE);
      const now = { tv_sec: 0, tv_usec: 0 };
      return {
        run: () => timeOf(50, () => expect(ws2.select(0, fd_set(...all), null, null, now) === 1, "select", ws2)) / 4000,
      };
    },
  },
  {
    measure: "socket and closesocket",
    unit: "ns",
    aim: 200,
    prepare() {
      const ws2 = onMemory();
      return { run: () => timeOf(5000, () => ws2.closesocket(ws2.socket(AF_INET, SOCK_DGRAM, 0))) };
    },
  },
  {
    measure: "send and recv of 64 bytes",
    unit: "ns",
    aim: 180,
    prepare() {
      const ws2 = onMemory();
      const [client, server] = connected(ws2);
      const bytes = new Uint8Array(64);
      return {
        run: () =>
          timeOf(20_000, () => {
            ws2.send(client, bytes, 64, 0);
            expect(ws2.recv(server, bytes, 64, 0) === 64, "recv", ws2);
          }),
      };
    },
  },
  {
    measure: "send and recv of 64 bytes, QuickJS as WebAssembly",
    unit: "µs",
    aim: 5,
    async prepare() {
      const engine = await quickjsEngine();
      const bed = engine.call("prepare", 0, false) as number;
      return {
        run() {
          return timeOf(1, () => void engine.call("transfer", bed, 500)) / 1000 / 500;
        },
        close: () => engine.dispose(),
      };
    },
  },
  {
    measure: "overlapped receive, from its call to its packet at a port",
    unit: "ns",
    aim: 300,
    prepare() {
      const ws2 = onMemory();
      const { kernel32 } = ws2;
      const [client, server] = connected(ws2);
      const port = kernel32.CreateIoCompletionPort(server, null, 1, 0) as winsock.HANDLE;
      const buffers = [newWSABUF(new Uint8Array(64))];
      const overlapped = newWSAOVERLAPPED();
      const [count, flags, key, which] = [ref(0), ref(0), ref<unknown>(null), ref<unknown>(null)];
      const bytes = new Uint8Array(64);
      const round = (isReceived: boolean) =>
        timeOf(5000, () => {
          if (isReceived) ws2.WSARecv(server, buffers, 1, null, flags, overlapped, null);
          ws2.send(client, bytes, 64, 0);
          if (isReceived) {
            const ended = kernel32.GetQueuedCompletionStatus(port, count, key, which as never, 1000);
            expect(ended && count.value === 64, "GetQueuedCompletionStatus", ws2);
          } else ws2.recv(server, bytes, 64, 0);
        });
      // what the send takes, and a plain receive, is no part of it
      return { run: () => round(true) - round(false) };
    },
  },
];
