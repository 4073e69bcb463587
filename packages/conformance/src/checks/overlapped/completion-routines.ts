import {
  fd_set,
  newWSABUF,
  newWSAOVERLAPPED,
  ref,
  WSA_IO_PENDING,
  WSA_OPERATION_ABORTED,
  WSA_WAIT_IO_COMPLETION,
  WSA_WAIT_TIMEOUT,
  WSAEINVAL,
} from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import {
  awaitingReceive,
  isSignalled,
  newEvent,
  receiveOverlapped,
  recordingRoutine,
  sendOverlapped,
} from "../../bench/overlapping.js";
import { bytes, loopbackPair } from "../../bench/pairs.js";
import type { Program } from "../../bench/program.js";
import { equal, holds, sameCode, sameList } from "../../findings/finding.js";
import type { Need } from "../../findings/need.js";
import type { Check } from "../../running/check.js";

/** Lets completion routines run on every system: an alertable wait of at most `ms` milliseconds. */
export function alert(program: Program, ms = 20): number {
  return program.ws2.WSAWaitForMultipleEvents(1, [newEvent(program)], false, ms, true);
}

/** A pending receive on a connection within one machine. Its completion routine records its arguments. */
function awaitingRoutine(bench: Bench) {
  const pair = loopbackPair(bench);
  const recorded = recordingRoutine();
  return { ...pair, ...recorded, receive: awaitingReceive(pair.near, pair.s, 8, { routine: recorded.routine }) };
}

const everywhere: readonly Check[] = [
  {
    rule: "routine/arguments",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, peer, receive, told } = awaitingRoutine(bench);
      near.must(near.send(peer, bytes("four")));
      alert(near);
      equal(told.length, 1, "calls of the routine");
      const [dwError, cbTransferred, lpOverlapped, dwFlags] = told[0];
      equal(dwError, 0, "dwError");
      equal(cbTransferred, 4, "cbTransferred");
      holds(lpOverlapped === receive.overlapped, "whether lpOverlapped is the caller's own");
      equal(dwFlags, 0, "dwFlags");
    },
  },
  {
    rule: "routine/once",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s, peer, told } = awaitingRoutine(bench);
      near.must(near.send(peer, bytes("once")));
      alert(near);
      near.must(near.send(peer, bytes("more")));
      alert(near);
      near.must(near.ws2.closesocket(s));
      alert(near);
      equal(told.length, 1, "calls of the routine");
    },
  },
  {
    rule: "routine/immediate",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s, peer } = loopbackPair(bench);
      near.must(near.send(peer, bytes("now")));
      const { routine, told } = recordingRoutine();
      sameCode(receiveOverlapped(near, s, 8, { routine }).code, 0, "WSARecv's error");
      sameCode(sendOverlapped(near, s, bytes("x"), { routine }).code, 0, "WSASend's error");
      equal(told.length, 0, "calls of the routine before the calls return");
      alert(near);
      sameList(told.map(([, count]) => count) as number[], [3, 1], "the bytes that the routine received");
    },
  },
  {
    rule: "routine/event-unused",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s, peer } = loopbackPair(bench);
      const [set, unset] = [newEvent(near), newEvent(near)];
      near.ws2.WSASetEvent(set);
      const { routine, told } = recordingRoutine();
      awaitingReceive(near, s, 2, { routine, event: set });
      awaitingReceive(near, s, 2, { routine, event: unset });
      holds(isSignalled(near, set), "whether the signalled event stays signalled");
      near.must(near.send(peer, bytes("four")));
      alert(near);
      equal(told.length, 2, "calls of the routine");
      holds(!isSignalled(near, unset), "whether the other event stays unsignalled");
    },
  },
  {
    rule: "routine/calls-allowed",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s, peer } = loopbackPair(bench);
      const answers: number[] = [];
      const second = recordingRoutine();
      const routine = () => {
        answers.push(near.send(s, bytes("reply")));
        answers.push(receiveOverlapped(near, s, 8, { routine: second.routine }).code);
      };
      awaitingReceive(near, s, 8, { routine });
      near.must(near.send(peer, bytes("call")));
      alert(near);
      sameList(answers, [5, WSA_IO_PENDING], "what send and WSARecv return inside the routine");
      near.must(near.send(peer, bytes("again")));
      alert(near);
      equal(second.told.length, 1, "calls of the second routine");
    },
  },
  {
    rule: "routine/order",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s, peer } = loopbackPair(bench);
      const order: number[] = [];
      for (const i of [0, 1, 2]) awaitingReceive(near, s, 1, { routine: () => void order.push(i) });
      near.must(near.send(peer, bytes("abc")));
      alert(near);
      alert(near);
      sameList(order, [0, 1, 2], "the order of the routines");
    },
  },
  {
    rule: "routine/aborted",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s, told } = awaitingRoutine(bench);
      near.works(near.ws2.closesocket(s));
      alert(near);
      equal(told.length, 1, "calls of the routine");
      equal(told[0][0], WSA_OPERATION_ABORTED, "dwError");
      equal(told[0][1], 0, "cbTransferred");
    },
  },
  {
    rule: "routine/not-in-a-call",
    needs: ["IPv4 datagram", "IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s, peer, told } = awaitingRoutine(bench);
      near.must(near.send(peer, bytes("four")));
      const other = near.boundDatagram();
      near.must(near.sendTo(other.s, bytes("x"), other.name));
      near.must(near.ws2.getsockname(s, new Uint8Array(16), ref(16)));
      near.must(near.send(s, bytes("back")));
      equal(told.length, 0, "calls of the routine inside calls that do not wait");
      alert(near);
      equal(told.length, 1, "calls of the routine afterwards");
    },
  },
];

/** Waits that are not alertable. */
const UNALERTABLE: readonly (readonly [of: string, (program: Program) => unknown])[] = [
  [
    "WSAWaitForMultipleEvents",
    (program) => program.ws2.WSAWaitForMultipleEvents(1, [newEvent(program)], false, 10, false),
  ],
  ["Sleep", (program) => program.desktop.kernel32.Sleep(10)],
  ["SleepEx", (program) => program.desktop.kernel32.SleepEx(10, false)],
  ["a turn of the machine", (program) => program.machine.turn()],
];

const asynchronousCalls: readonly Check[] = [
  ...UNALERTABLE.map(
    ([of, wait]): Check => ({
      rule: "routine/not-alertable",
      of,
      needs: ["IPv4 stream", "overlapped"],
      run(bench) {
        const { near, peer, told } = awaitingRoutine(bench);
        near.must(near.send(peer, bytes("four")));
        wait(near);
        equal(told.length, 0, "calls of the routine");
        alert(near);
        equal(told.length, 1, "calls of the routine after an alertable wait");
      },
    }),
  ),
  {
    rule: "routine/alertable",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, peer, told } = awaitingRoutine(bench);
      const other = near.control.openThread();
      near.must(near.send(peer, bytes("four")));
      near.control.runOn(other, () => alert(near));
      equal(told.length, 0, "calls of the routine while another thread waits");
      equal(near.desktop.kernel32.SleepEx(10, true), WSA_WAIT_IO_COMPLETION, "the result of SleepEx");
      equal(told.length, 1, "calls of the routine");
    },
  },
  {
    rule: "routine/own-thread",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s, peer } = loopbackPair(bench);
      const other = near.control.openThread();
      const { routine, told } = recordingRoutine();
      near.control.runOn(other, () => awaitingReceive(near, s, 8, { routine }));
      near.must(near.send(peer, bytes("four")));
      equal(alert(near), WSA_WAIT_TIMEOUT, "the result of the wait of the other thread");
      equal(told.length, 0, "calls of the routine on the other thread");
      equal(
        near.control.runOn(other, () => alert(near)),
        WSA_WAIT_IO_COMPLETION,
        "the result of the wait of its thread",
      );
      equal(told.length, 1, "calls of the routine on its thread");
    },
  },
  {
    rule: "routine/alerts",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s, told } = awaitingRoutine(bench);
      near.must(near.ws2.closesocket(s));
      const event = newEvent(near);
      equal(near.ws2.WSAWaitForMultipleEvents(1, [event], false, 10, true), WSA_WAIT_IO_COMPLETION, "the result");
      equal(told.length, 1, "calls of the routine");
      equal(near.ws2.WSAWaitForMultipleEvents(1, [event], false, 10, true), WSA_WAIT_TIMEOUT, "the next answer");
    },
  },
  {
    rule: "routine/never-nested",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s, peer } = loopbackPair(bench);
      let depth = 0;
      let deepest = 0;
      let runs = 0;
      const routine = () => {
        runs++;
        deepest = Math.max(deepest, ++depth);
        alert(near, 1);
        depth--;
      };
      for (let i = 0; i < 3; i++) awaitingReceive(near, s, 1, { routine });
      near.must(near.send(peer, bytes("abc")));
      for (let i = 0; i < 3; i++) alert(near);
      equal(runs, 3, "calls of the routine");
      equal(deepest, 1, "how deep the calls were nested");
    },
  },
  {
    rule: "routine/none-beside-port",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s } = loopbackPair(bench);
      near.desktop.kernel32.CreateIoCompletionPort(s, near.desktop.kernel32.CreateIoCompletionPort(-1, 0, 0, 0), 0, 0);
      const { routine } = recordingRoutine();
      sameCode(receiveOverlapped(near, s, 8, { routine }).code, WSAEINVAL, "WSARecv's error");
      sameCode(sendOverlapped(near, s, bytes("x"), { routine }).code, WSAEINVAL, "WSASend's error");
    },
  },
  {
    rule: "SleepEx/elapses",
    run(bench) {
      const program = bench.program();
      const before = bench.now();
      equal(program.desktop.kernel32.SleepEx(25, true), 0, "the result");
      bench.took(before, 25, "the milliseconds that passed");
    },
  },
];

/** Waits for a socket that never becomes ready. */
function selects(program: Program): number {
  const s = program.datagram();
  program.bind(s);
  return program.ws2.select(0, fd_set(s), null, null, { tv_sec: 0, tv_usec: 10_000 });
}

/** Where routines run on Windows CE. */
const PLACES: readonly (readonly [of: string, (program: Program) => unknown, needs?: readonly Need[]])[] = [
  ["a turn of the machine", (program) => program.machine.turn()],
  ["a wait for events", (program) => program.ws2.WSAWaitForMultipleEvents(1, [newEvent(program)], false, 10, false)],
  ["select", (program) => selects(program), ["IPv4 datagram"]],
];

const providersThread: readonly Check[] = PLACES.map(([of, place, needs = []]) => ({
  rule: "routine/provider-thread",
  of,
  needs: ["IPv4 stream", "overlapped", ...needs],
  run(bench) {
    const { near, peer, told } = awaitingRoutine(bench);
    near.must(near.send(peer, bytes("four")));
    place(near);
    equal(told.length, 1, "calls of the routine");
  },
}));

const several: Check = {
  rule: "routine/provider-thread",
  of: "a last error of its own",
  needs: ["IPv4 stream", "overlapped"],
  run(bench) {
    const { near, s, peer } = loopbackPair(bench);
    const buffers = [newWSABUF(new Uint8Array(8))];
    const routine = () => void near.ws2.WSASetLastError(4711);
    const result = near.ws2.WSARecv(s, buffers, 1, null, ref(0), newWSAOVERLAPPED(), routine);
    near.fails(result, WSA_IO_PENDING);
    near.must(near.send(peer, bytes("four")));
    near.ws2.WSASetLastError(5);
    near.machine.turn();
    equal(near.ws2.WSAGetLastError(), 5, "the last error of the thread that made the call");
  },
};

/** When and where completion routines run. */
export const COMPLETION_ROUTINE_CHECKS: readonly Check[] = [
  ...everywhere,
  ...asynchronousCalls,
  ...providersThread,
  several,
];
