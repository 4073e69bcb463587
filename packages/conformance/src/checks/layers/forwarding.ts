import {
  fd_set,
  INVALID_SOCKET,
  MAKEWORD,
  MSG_OOB,
  MSG_PARTIAL,
  MSG_PEEK,
  newWSABUF,
  newWSAOVERLAPPED,
  type Ref,
  ref,
  type SlotName,
  type SOCKET,
  sockaddr_in,
  WSA_FLAG_OVERLAPPED,
  WSA_OPERATION_ABORTED,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import { awaitEvent, awaitingReceive, newEvent, outcomeOf } from "../../bench/overlapping.js";
import type { Program } from "../../bench/program.js";
import { type ChainOptions, endBelow, pendingSlots, RecordedChain } from "../../bench/recorded-chain.js";
import { equal, holds, sameCode, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

const PEER = sockaddr_in("10.9.8.7", 99);
const buffers = () => [newWSABUF(new Uint8Array(9))];

type Transfer = (program: Program, s: SOCKET, flags: number, lpOverlapped: WSAOVERLAPPED | null) => number;

/** The calls with flags: the slot, the place of its flags argument, a valid flag, and the call. */
const FLAGGED: readonly (readonly [SlotName, at: number, flag: number, Transfer])[] = [
  ["WSPSend", 4, MSG_OOB, ({ ws2 }, s, flags, o) => ws2.WSASend(s, buffers(), 1, ref(0), flags, o, null)],
  [
    "WSPSendTo",
    4,
    MSG_PARTIAL,
    ({ ws2 }, s, flags, o) => ws2.WSASendTo(s, buffers(), 1, ref(0), flags, PEER, PEER.length, o, null),
  ],
  ["WSPRecv", 4, MSG_PEEK, ({ ws2 }, s, flags, o) => ws2.WSARecv(s, buffers(), 1, ref(0), ref(flags), o, null)],
  [
    "WSPRecvFrom",
    4,
    MSG_PEEK,
    ({ ws2 }, s, flags, o) => ws2.WSARecvFrom(s, buffers(), 1, ref(0), ref(flags), null, null, o, null),
  ],
];

/** Opens sockets of a chain. Returns each with its handle below. */
function opened(bench: Bench, count: number, options: ChainOptions = {}) {
  const chain = new RecordedChain(bench, options);
  const { program, below } = chain;
  const sockets = Array.from({ length: count }, () => {
    const upper = program.works(chain.open(chain.entry, WSA_FLAG_OVERLAPPED));
    // a layer forwards listen unchanged, so the call below has the lower handle
    program.works(program.ws2.listen(upper, 1));
    return { upper, lower: chain.callBelow("WSPListen")[0] as SOCKET };
  });
  return { chain, program, below, sockets };
}

const flags: readonly Check[] = FLAGGED.flatMap(([slot, at, flag, transfer]) =>
  [false, true].map(
    (isOverlapped): Check => ({
      rule: "propagation/flags",
      of: isOverlapped ? `${slot}, overlapped` : slot,
      needs: isOverlapped ? ["overlapped"] : [],
      run(bench) {
        // reads the flags during the call, as the layer may reuse the reference after it
        const given: number[] = [];
        const note = (...args: unknown[]) => {
          given.push(typeof args[at] === "number" ? args[at] : ((args[at] as Ref<number> | null)?.value ?? -1));
          return 0;
        };
        const { program, sockets } = opened(bench, 1, { slots: { [slot]: note } });
        program.works(transfer(program, sockets[0].upper, flag, isOverlapped ? newWSAOVERLAPPED() : null));
        sameList(given, [flag], `the flags at ${slot} below`);
      },
    }),
  ),
);

/** Receives that report flags: MSG_PARTIAL means that the rest of a message follows. */
const answered: readonly Check[] = (["WSPRecv", "WSPRecvFrom"] as const).map((slot) => ({
  rule: "propagation/flags",
  of: `the answer of ${slot}`,
  run(bench) {
    const partial = (...args: unknown[]) => {
      (args[4] as Ref<number>).value = MSG_PARTIAL;
      (args[3] as Ref<number>).value = 3;
      return 0;
    };
    const { program, sockets } = opened(bench, 1, { slots: { [slot]: partial } });
    const [{ upper }] = sockets;
    const [count, lpFlags] = [ref(0), ref(0)];
    const { ws2 } = program;
    if (slot === "WSPRecv") program.works(ws2.WSARecv(upper, buffers(), 1, count, lpFlags, null, null));
    else program.works(ws2.WSARecvFrom(upper, buffers(), 1, count, lpFlags, null, null, null, null));
    equal(lpFlags.value, MSG_PARTIAL, "the flags that the application receives");
    equal(count.value, 3, "the number of bytes that the application receives");
  },
}));

/** Leaves only `s` in a set, as a base's WSPSelect does. Returns the number of members. */
function leave(set: unknown, s: SOCKET | null): number {
  if (set === null) return 0;
  const { fd_array } = set as { fd_count: number; fd_array: SOCKET[] };
  fd_array.length = 0;
  if (s !== null) fd_array.push(s);
  (set as { fd_count: number }).fd_count = fd_array.length;
  return fd_array.length;
}

const selecting: Check = {
  rule: "propagation/WSPSelect",
  run(bench) {
    const asked: number[][] = [];
    const { program, sockets } = opened(bench, 3, {
      slots: {
        // one socket is ready in each set: the first for reading, the second for writing, the third exceptional
        WSPSelect(_nfds, readers, writers, exceptions) {
          const sets = [readers, writers, exceptions];
          for (const set of sets) asked.push(set?.fd_array.slice(0, set.fd_count) ?? []);
          return sets.reduce((count, set, i) => count + leave(set, sockets[i].lower), 0);
        },
      },
    });
    const all = sockets.map(({ upper }) => upper);
    const sets = [fd_set(...all), fd_set(...all), fd_set(...all)];
    const { ws2 } = program;
    program.answers(ws2.select(0, sets[0], sets[1], sets[2], { tv_sec: 0, tv_usec: 0 }), 3);
    for (const [i, name] of ["readers", "writers", "exceptions"].entries()) {
      const below = sockets.map(({ lower }) => lower);
      sameList(asked[i], below, `the set of ${name} at WSPSelect below`);
      sameList(sets[i].fd_array.slice(0, sets[i].fd_count), [all[i]], `the set of ${name} that select returns`);
    }
  },
};

const cancelling: Check = {
  rule: "propagation/cancel",
  needs: ["overlapped"],
  run(bench) {
    const { chain, program, below, sockets } = opened(bench, 1, { slots: pendingSlots() });
    const [{ upper, lower }] = sockets;
    const cancelled: (WSAOVERLAPPED | null)[] = [];
    below.imports.onCancel(lower, (lpOverlapped) => {
      cancelled.push(lpOverlapped);
      endBelow(below, chain.callBelow("WSPRecv"), WSA_OPERATION_ABORTED, 0);
      return 1;
    });
    const event = newEvent(program);
    const { overlapped } = awaitingReceive(program, upper, 9, { event });
    const { CancelIoEx } = program.desktop.kernel32;
    holds(CancelIoEx(upper as never, overlapped), "whether CancelIoEx finds the operation");
    equal(cancelled.length, 1, "cancellations below");
    holds(awaitEvent(program, event), "whether the event of the operation is signalled");
    sameCode(outcomeOf(program, upper, overlapped).code, WSA_OPERATION_ABORTED, "the operation's error");
  },
};

const versions: Check = {
  rule: "propagation/version",
  run(bench) {
    const chain = new RecordedChain(bench, { version: MAKEWORD(1, 1) });
    const s = chain.open();
    holds(s === INVALID_SOCKET && chain.program.ws2.WSAGetLastError() !== 0, "whether the socket fails with a code");
    equal(chain.below.callsOf("WSPSocket").length, 0, "WSPSocket calls below");
    equal(chain.below.callsOf("WSPCleanup").length, chain.below.startups.length, "WSPCleanup calls below");
  },
};

/** The other values that a layer forwards, besides protocol infos and handles. */
export const FORWARDING_CHECKS: readonly Check[] = [...flags, ...answered, selecting, cancelling, versions];
