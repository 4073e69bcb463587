import {
  MSG_PEEK,
  newWSAOVERLAPPED,
  WSA_IO_INCOMPLETE,
  WSA_IO_PENDING,
  WSA_OPERATION_ABORTED,
  type WSABUF,
  WSAECONNRESET,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import type { Change } from "../mutant.js";
import { deny, mutants, type Row, refuse } from "../rows.js";

type Result = WSPPROC_TABLE["WSPGetOverlappedResult"];

const resultCoded = (from: number, to: number) => ({
  slots: {
    WSPGetOverlappedResult:
      (result: Result): Result =>
      (...args) => {
        const isDone = result(...args);
        return !isDone && args[5].value === from ? deny(args, to) : isDone;
      },
  },
});

const ROWS: readonly Row[] = [
  [
    "WSPRecv ignores lpOverlapped and waits",
    "overlapped/pending (WSARecv)",
    {
      slots: {
        WSPRecv: (recv) => (s, b, n, received, flags, _overlapped, _routine, thread, errno) =>
          recv(s, b, n, received, flags, null, null, thread, errno),
      },
    },
  ],
  [
    "WSPRecv reports WSAEWOULDBLOCK in place of WSA_IO_PENDING",
    "overlapped/pending (WSARecv)",
    {
      slots: {
        WSPRecv:
          (recv) =>
          (...args) => {
            const result = recv(...args);
            return result !== 0 && args[8].value === WSA_IO_PENDING ? refuse(args, 10035) : result;
          },
      },
    },
  ],
  [
    "WSPRecv returns 0 for an operation that is under way",
    "overlapped/pending (WSARecv)",
    {
      slots: {
        WSPRecv:
          (recv) =>
          (...args) => {
            const result = recv(...args);
            return result !== 0 && args[8].value === WSA_IO_PENDING ? 0 : result;
          },
      },
    },
  ],
  [
    "WSPRecv uses another structure and does not complete the client's",
    "overlapped/in-progress",
    {
      slots: {
        WSPRecv: (recv) => (s, b, n, received, flags, overlapped, routine, thread, errno) =>
          recv(s, b, n, received, flags, overlapped && newWSAOVERLAPPED(), routine, thread, errno),
      },
    },
  ],
  ["WSPRecv does not reset the event", "overlapped/event/reset", { upcalls: { WPUResetEvent: () => () => true } }],
  [
    "operations do not signal their event",
    "overlapped/event/signalled",
    {
      slots: {
        WSPRecv:
          (recv) =>
          (s, b, n, received, flags, overlapped, ...rest) => {
            if (overlapped !== null) overlapped.hEvent = null;
            return recv(s, b, n, received, flags, overlapped, ...rest);
          },
      },
    },
  ],
  [
    "WSPRecv uses only the first buffer",
    "overlapped/buffers-in-order (WSARecv, later)",
    {
      slots: {
        WSPRecv:
          (recv) =>
          (s, b, _n, ...rest) =>
            recv(s, b, 1, ...rest),
      },
    },
  ],
  [
    "WSPRecv reads the list of buffers again when data arrives",
    "overlapped/buffers-captured",
    {
      slots: {
        WSPRecv:
          (recv) =>
          (s, b, n, received, flags, overlapped, ...rest) => {
            if (overlapped === null) return recv(s, b, n, received, flags, overlapped, ...rest);
            // reads the caller's array again at each attempt
            const late = b.map(
              (_, at) => new Proxy({} as (typeof b)[number], { get: (_t, key) => Reflect.get(b[at], key) }),
            );
            const hidden = new Uint8Array(b[0].len);
            const result = recv(s, [{ len: b[0].len, buf: hidden, off: 0 }], 1, received, flags, overlapped, ...rest);
            if (result === 0) late[0].buf?.set(hidden, late[0].off);
            return result;
          },
      },
    },
  ],
  [
    "MSG_PEEK is lost on an overlapped receive",
    "overlapped/peek",
    {
      slots: {
        WSPRecv:
          (recv) =>
          (s, b, n, received, flags, overlapped, ...rest) =>
            recv(
              s,
              b,
              n,
              received,
              flags && overlapped ? { value: flags.value & ~MSG_PEEK } : flags,
              overlapped,
              ...rest,
            ),
      },
    },
  ],
  [
    "an overlapped send loses its last byte",
    "overlapped/independent",
    {
      slots: {
        WSPSend:
          (send) =>
          (s, buffers, count, sent, flags, overlapped, ...rest) => {
            const last = buffers[buffers.length - 1];
            const shorter = [...buffers.slice(0, -1), { ...last, len: Math.max(0, last.len - 1) }];
            return send(s, overlapped === null ? buffers : shorter, count, sent, flags, overlapped, ...rest);
          },
      },
    },
  ],
  [
    "WSPGetOverlappedResult reports 0 for an operation that is under way",
    "WSAGetOverlappedResult/incomplete",
    {
      slots: {
        WSPGetOverlappedResult:
          (result) =>
          (...args) => {
            const isDone = result(...args);
            return isDone || args[5].value === WSA_IO_INCOMPLETE;
          },
      },
    },
  ],
  [
    "WSPGetOverlappedResult does not wait",
    "WSAGetOverlappedResult/waits",
    {
      slots: {
        WSPGetOverlappedResult:
          (result) =>
          (s, o, bytes, _wait, ...rest) =>
            result(s, o, bytes, false, ...rest),
      },
    },
  ],
  [
    "WSPGetOverlappedResult reports a byte too many",
    "overlapped/independent",
    {
      slots: {
        WSPGetOverlappedResult:
          (result) =>
          (s, o, bytes, ...rest) => {
            const isDone = result(s, o, bytes, ...rest);
            if (isDone) bytes.value++;
            return isDone;
          },
      },
    },
  ],
  [
    "WSPGetOverlappedResult reports no flags",
    "WSAGetOverlappedResult/success",
    {
      slots: {
        WSPGetOverlappedResult: (result) => (s, o, bytes, wait, flags, errno) => {
          const isDone = result(s, o, bytes, wait, flags, errno);
          if (isDone) flags.value = 0x77;
          return isDone;
        },
      },
    },
  ],
  [
    "WSPGetOverlappedResult succeeds for an operation that failed",
    "overlapped/abort-on-close",
    {
      slots: {
        WSPGetOverlappedResult:
          (result) =>
          (...args) =>
            result(...args) || args[5].value === WSA_OPERATION_ABORTED,
      },
    },
  ],
  [
    "WSPGetOverlappedResult reports WSA_OPERATION_ABORTED for a reset",
    "overlapped/reset",
    resultCoded(WSAECONNRESET, WSA_OPERATION_ABORTED),
  ],
];

/** A receive that clears the buffers of data that was received at once. */
const emptying = (slot: "WSPRecv" | "WSPRecvFrom", isMeant: (lpOverlapped: unknown) => boolean): Change => ({
  slots: {
    [slot]:
      (receive: (...args: unknown[]) => number) =>
      (...args: unknown[]) => {
        const result = receive(...args);
        const buffers = args[1] as WSABUF[];
        const isTaken = result === 0 && buffers.length > 1 && isMeant(args[slot === "WSPRecv" ? 5 : 7]);
        for (const { buf } of isTaken ? buffers : []) (buf as Uint8Array).fill(0);
        return result;
      },
  },
});

const SEVERAL: readonly Row[] = [
  [
    "an immediate receive leaves its buffers empty",
    "overlapped/buffers-in-order (WSARecv, at once)",
    emptying("WSPRecv", (lpOverlapped) => lpOverlapped !== null),
  ],
  [
    "a plain receive leaves its buffers empty",
    "overlapped/buffers-in-order (WSARecv, not overlapped)",
    emptying("WSPRecv", (lpOverlapped) => lpOverlapped === null),
  ],
  [
    "an immediate receive of a datagram leaves its buffers empty",
    "overlapped/buffers-in-order (WSARecvFrom, at once)",
    emptying("WSPRecvFrom", (lpOverlapped) => lpOverlapped !== null),
  ],
];

export const OVERLAPPED = mutants("base", "desktop", [...ROWS, ...SEVERAL]);
