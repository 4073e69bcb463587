import {
  INVALID_SOCKET,
  newWSABUF,
  newWSAOVERLAPPED,
  ref,
  type SOCKET,
  SOCKET_ERROR,
  WSA_IO_PENDING,
  WSAEFAULT,
  WSAENOTCONN,
  WSS_OPERATION_IN_PROGRESS,
} from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import {
  awaitEvent,
  awaitingReceive,
  completes,
  isSignalled,
  newEvent,
  outcomeOf,
  receiveOverlapped,
  recordingRoutine,
  sendOverlapped,
} from "../../bench/overlapping.js";
import { bytes, connectedPair, loopbackPair, nameLength } from "../../bench/pairs.js";
import type { Program } from "../../bench/program.js";
import { equal, holds, sameCode, sameList } from "../../findings/finding.js";
import type { Need } from "../../findings/need.js";
import type { Check } from "../../running/check.js";

/** Starts an operation that stays pending. Returns the call's result. */
type Start = (program: Program, s: SOCKET) => number;

const WAITING: readonly (readonly [of: string, kind: "stream" | "datagram", Start])[] = [
  [
    "WSARecv",
    "stream",
    ({ ws2 }, s) => ws2.WSARecv(s, [newWSABUF(new Uint8Array(4))], 1, null, ref(0), newWSAOVERLAPPED(), null),
  ],
  [
    "WSARecv of a datagram",
    "datagram",
    ({ ws2 }, s) => ws2.WSARecv(s, [newWSABUF(new Uint8Array(4))], 1, null, ref(0), newWSAOVERLAPPED(), null),
  ],
  [
    "WSARecvFrom",
    "datagram",
    ({ ws2 }, s) =>
      ws2.WSARecvFrom(
        s,
        [newWSABUF(new Uint8Array(4))],
        1,
        null,
        ref(0),
        new Uint8Array(16),
        nameLength(),
        newWSAOVERLAPPED(),
        null,
      ),
  ],
];

const pending: readonly Check[] = WAITING.map(([of, kind, start]) => ({
  rule: "overlapped/pending",
  of,
  needs: [`IPv4 ${kind}`, "overlapped"],
  run(bench) {
    const { near, s } = kind === "stream" ? connectedPair(bench) : datagram(bench);
    const result = start(near, s);
    near.fails(result, WSA_IO_PENDING);
  },
}));

function datagram(bench: Bench): { near: Program; s: SOCKET } {
  const near = bench.program();
  return { near, s: near.boundDatagram().s };
}

/** Operations that complete within the call that starts them. Each returns the call's result. */
const AT_ONCE: readonly (readonly [
  of: string,
  kind: "stream" | "datagram",
  (bench: Bench) => { near: Program; result: number },
])[] = [
  [
    "WSASend",
    "stream",
    (bench) => {
      const { near, s } = loopbackPair(bench);
      return { near, result: sendOverlapped(near, s, bytes("now")).code };
    },
  ],
  [
    "WSASendTo",
    "datagram",
    (bench) => {
      const near = bench.program();
      const { name } = near.boundDatagram();
      const s = near.datagram();
      const buffers = [newWSABUF(bytes("now"))];
      const result = near.ws2.WSASendTo(s, buffers, 1, null, 0, name, name.length, newWSAOVERLAPPED(), null);
      return { near, result };
    },
  ],
  [
    "WSARecv",
    "stream",
    (bench) => {
      const { near, s, peer } = loopbackPair(bench);
      near.must(near.send(peer, bytes("now")));
      return { near, result: receiveOverlapped(near, s).code };
    },
  ],
  [
    "WSARecvFrom",
    "datagram",
    (bench) => {
      const near = bench.program();
      const { s, name } = near.boundDatagram();
      near.must(near.sendTo(near.datagram(), bytes("now"), name));
      const buffers = [newWSABUF(new Uint8Array(8))];
      const overlapped = newWSAOVERLAPPED();
      const result = near.ws2.WSARecvFrom(s, buffers, 1, null, ref(0), null, null, overlapped, null);
      return { near, result };
    },
  ],
];

const immediate: readonly Check[] = AT_ONCE.map(([of, kind, start]) => ({
  rule: "overlapped/immediate",
  of,
  needs: [`IPv4 ${kind}`, "overlapped"],
  run(bench) {
    const { near, result } = start(bench);
    near.answers(result, 0);
  },
}));

const starting: readonly Check[] = [
  {
    rule: "overlapped/refused",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const program = bench.program();
      const s = program.stream();
      const event = newEvent(program);
      const { routine, told } = recordingRoutine();
      sameCode(receiveOverlapped(program, s, 8, { event }).code, WSAENOTCONN, "WSARecv's error");
      sameCode(receiveOverlapped(program, s, 8, { routine }).code, WSAENOTCONN, "WSARecv's error");
      program.ws2.WSAWaitForMultipleEvents(1, [event], false, 10, true);
      holds(!isSignalled(program, event), "whether the event's state is unchanged");
      equal(told.length, 0, "calls of the routine");
    },
  },
  {
    rule: "overlapped/in-progress",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      const event = newEvent(near);
      const { overlapped } = awaitingReceive(near, s, 8, { event });
      equal(overlapped.Internal, WSS_OPERATION_IN_PROGRESS, "Internal under way");
      far.must(far.send(peer, bytes("end")));
      holds(awaitEvent(near, event), "whether the event is signalled");
      holds(overlapped.Internal !== WSS_OPERATION_IN_PROGRESS, "whether Internal has changed at the end");
    },
  },
  {
    rule: "overlapped/bytes",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      const event = newEvent(near);
      const { overlapped, buf } = awaitingReceive(near, s, 8, { event });
      far.must(far.send(peer, bytes("end")));
      holds(awaitEvent(near, event), "whether the event is signalled");
      equal(overlapped.InternalHigh, 3, "InternalHigh");
      sameList(buf.subarray(0, 3), bytes("end"), "what arrived");
    },
  },
  {
    rule: "overlapped/count-may-be-null",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s } = connectedPair(bench);
      sameCode(receiveOverlapped(near, s).code, WSA_IO_PENDING, "WSARecv's error");
      sameCode(sendOverlapped(near, s, bytes("x")).code, 0, "WSASend's error");
    },
  },
  {
    rule: "overlapped/count-needed",
    needs: ["IPv4 datagram", "IPv4 stream"],
    run(bench) {
      const { near, s } = connectedPair(bench);
      const { ws2 } = near;
      near.fails(ws2.WSASend(s, [newWSABUF(bytes("x"))], 1, null, 0, null, null), WSAEFAULT, "WSASend's error");
      const { name } = near.boundDatagram();
      const other = near.datagram();
      const buffers = [newWSABUF(bytes("x"))];
      near.fails(ws2.WSASendTo(other, buffers, 1, null, 0, name, name.length, null, null), WSAEFAULT, "WSASendTo's");
      equal(ws2.getsockname(other, new Uint8Array(16), nameLength()), SOCKET_ERROR, "whether the socket has a name");
    },
  },
  {
    rule: "overlapped/routine-alone",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s, peer } = loopbackPair(bench);
      const { routine, told } = recordingRoutine();
      near.must(near.send(peer, bytes("now")));
      const count = ref(0);
      near.answers(near.ws2.WSARecv(s, [newWSABUF(new Uint8Array(8))], 1, count, ref(0), null, routine), 0);
      equal(count.value, 3, "the bytes received");
      near.ws2.WSAWaitForMultipleEvents(1, [newEvent(near)], false, 10, true);
      equal(told.length, 0, "calls of the routine");
    },
  },
];

/** Rules for overlapped sockets that several pages state in the same words. */
const ATTRIBUTE: readonly (readonly [Check["rule"], (bench: Bench) => void, needs: readonly Need[]])[] = [
  ["WSPSocket/overlapped/operations", (bench) => everyOperation(bench), ["IPv4 datagram", "overlapped"]],
  ["WSASocketW/overlapped/operations", (bench) => everyOperation(bench), ["IPv4 datagram", "overlapped"]],
  ["WSPSocket/overlapped/many-at-once", (bench) => manyAtOnce(bench, 8), ["overlapped"]],
  ["WSASocketW/overlapped/many-at-once", (bench) => manyAtOnce(bench, 8), ["overlapped"]],
  ["overlapped/order", (bench) => manyAtOnce(bench, 3), ["overlapped"]],
  ["WSASocketW/overlapped/plain-calls", (bench) => plainCalls(bench), []],
];

const attribute: readonly Check[] = ATTRIBUTE.map(([rule, run, needs]) => ({
  rule,
  needs: ["IPv4 stream", ...needs],
  run,
}));

function everyOperation(bench: Bench): void {
  const { near, s, peer } = loopbackPair(bench);
  const receive = awaitingReceive(near, s, 3);
  const send = sendOverlapped(near, peer, bytes("abc"));
  completes(near, peer, send, 3);
  sameCode(outcomeOf(near, s, receive.overlapped, true).code, 0, "WSARecv's outcome");
  const { s: to, name } = near.boundDatagram();
  const overlapped = newWSAOVERLAPPED();
  const arrival = [newWSABUF(new Uint8Array(3))];
  near.fails(near.ws2.WSARecvFrom(to, arrival, 1, null, ref(0), null, null, overlapped, null), WSA_IO_PENDING);
  const from = near.datagram();
  holds(from !== INVALID_SOCKET, "whether there is a socket");
  near.works(near.ws2.WSASendTo(from, [newWSABUF(bytes("xyz"))], 1, null, 0, name, 16, newWSAOVERLAPPED(), null));
  sameCode(outcomeOf(near, to, overlapped, true).code, 0, "WSARecvFrom's outcome");
  sameList(arrival[0].buf as Uint8Array, bytes("xyz"), "the datagram");
}

function manyAtOnce(bench: Bench, count: number): void {
  const { near, s, far, peer } = connectedPair(bench);
  const all = Array.from({ length: count }, () => awaitingReceive(near, s, 1));
  for (let i = 0; i < count; i++) far.must(far.send(peer, new Uint8Array([65 + i])));
  for (const [i, each] of all.entries()) {
    sameCode(outcomeOf(near, s, each.overlapped, true).code, 0, `the error of operation ${i}`);
    equal(each.buf[0], 65 + i, `the byte of operation ${i}`);
  }
}

function plainCalls(bench: Bench): void {
  const { near, s, peer } = loopbackPair(bench);
  const [sent, received] = [ref(0), ref(0)];
  near.answers(near.ws2.WSASend(peer, [newWSABUF(bytes("plain"))], 1, sent, 0, null, null), 0);
  equal(sent.value, 5, "the bytes sent");
  near.answers(near.ws2.WSARecv(s, [newWSABUF(new Uint8Array(8))], 1, received, ref(0), null, null), 0);
  equal(received.value, 5, "the bytes received");
}

/** How overlapped operations start. */
export const OVERLAPPED_CHECKS: readonly Check[] = [...pending, ...immediate, ...starting, ...attribute];
