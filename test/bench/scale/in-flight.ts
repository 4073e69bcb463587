import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import * as winsock from "@ws2kit/spi";
import { openMachine } from "@ws2kit/target-desktop";
import { connected, expect, started, timeOf } from "../calls.js";
import type { Row } from "../row.js";

const { newWSABUF, newWSAOVERLAPPED, ref } = winsock;
const SOCKETS = 10_000;

/** Nanoseconds from a send to the packet of the receive that it ends, where each of 10,000 sockets has `each`. */
function receivesOf(each: number): () => number {
  const ws2 = started(openMachine({ platform: memoryPlatform({ network: memoryNetwork(), ephemeral: [1, 65_535] }) }));
  const { kernel32 } = ws2;
  const port = kernel32.CreateIoCompletionPort(winsock.INVALID_HANDLE_VALUE, null, 0, 0) as winsock.HANDLE;
  const buffers = [newWSABUF(new Uint8Array(64))];
  const [count, flags, key] = [ref(0), ref(0), ref<unknown>(null)];
  const which = ref<winsock.WSAOVERLAPPED | null>(null);
  const receive = (s: winsock.SOCKET) => ws2.WSARecv(s, buffers, 1, null, flags, newWSAOVERLAPPED(), null);
  const ends = Array.from({ length: SOCKETS }, (_, i) => {
    const [client, server] = connected(ws2);
    kernel32.CreateIoCompletionPort(server, port, i, 0);
    for (let k = 0; k < each; k++) receive(server);
    return { client, server };
  });
  const bytes = new Uint8Array(64);
  return () =>
    timeOf(20_000, (i) => {
      const { client, server } = ends[i % SOCKETS];
      ws2.send(client, bytes, 64, 0);
      const ended = kernel32.GetQueuedCompletionStatus(port, count, key, which, 1000);
      expect(ended && key.value === i % SOCKETS, "GetQueuedCompletionStatus", ws2);
      receive(server);
    });
}

/** Operations under way cost nothing while they wait. */
export const inFlight: Row = {
  measure: "100,000 receives under way on 10,000 sockets, ending one",
  unit: "ns",
  aim: 1.5,
  peer: "10,000 under way",
  prepare: () => ({ run: receivesOf(10), peer: receivesOf(1) }),
};
