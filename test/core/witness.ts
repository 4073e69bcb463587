import { ref, SO_TYPE, type SOCKET, SOL_SOCKET } from "@ws2kit/spi";
import type { Computer, Program } from "../fixture/computer.js";

/** The state that garbage must not change: counters, the catalog, and the state of other sockets and of the program. */
export function snapshot(computer: Computer, ws2: Program, others: readonly SOCKET[]): unknown {
  const { catalog, counters } = computer.machine;
  return {
    // a receive of no bytes is an operation, and succeeds
    counters: { ...counters, operations: 0 },
    catalog: catalog.entries.map((entry) => entry.dwCatalogEntryId),
    generation: catalog.generation,
    sockets: others.map((s) => stateOf(ws2, s)),
  };
}

/** The state of a socket that a program can read without changing it. */
function stateOf(ws2: Program, s: SOCKET): unknown {
  const name = new Uint8Array(28);
  const value = new Uint8Array(4);
  const pending = ref(0);
  return [
    ws2.getsockname(s, name, ref(28)),
    ws2.getpeername(s, name, ref(28)),
    ws2.getsockopt(s, SOL_SOCKET, SO_TYPE, value, ref(4)),
    ws2.ioctlsocket(s, 0x4004667f, pending),
    pending.value,
    [...name],
    [...value],
  ];
}
