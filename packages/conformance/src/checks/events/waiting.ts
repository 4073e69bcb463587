import {
  DWORD,
  type LPBLOCKINGCALLBACK,
  MAKEWORD,
  newWSADATA,
  ref,
  SO_RCVTIMEO,
  SOCKADDR_IN_SIZE,
  SOCKET_ERROR,
  SOL_SOCKET,
  sockaddr_in,
  WSAEFAULT,
  WSAEINPROGRESS,
  WSAEINTR,
  WSAEINVAL,
  WSAENETDOWN,
  WSAEOPNOTSUPP,
  WSAETIMEDOUT,
} from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import { BLOCKING_CALLS } from "../../bench/blocking-calls.js";
import { interrupting } from "../../bench/interrupting.js";
import type { Program } from "../../bench/program.js";
import { STUB_FAMILY, StubProvider } from "../../bench/stub-provider.js";
import { equal, holds, sameCode, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

/** A socket that receives for at most 50 milliseconds, and the result of recv: 0 or the code. */
function waitingReceive(program: Program): number {
  const { s } = program.boundDatagram();
  program.must(program.ws2.setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, DWORD(50), 4));
  return program.ws2.recv(s, new Uint8Array(1), 1, 0) === SOCKET_ERROR ? program.ws2.WSAGetLastError() : 0;
}

const nesting: readonly Check[] = [
  {
    rule: "waiting/nested-across-threads",
    needs: ["IPv4 datagram", "option SO_RCVTIMEO"],
    run(bench) {
      const { program, later } = interrupting(bench);
      const { platform } = program.host;
      const ends: number[] = [];
      later(() => {
        sameCode(waitingReceive(program), WSAETIMEDOUT, "the inner wait's error");
        ends.push(platform.now());
      });
      sameCode(waitingReceive(program), WSAETIMEDOUT, "the outer wait's error");
      ends.push(platform.now());
      equal(ends.length, 2, "the waits that ended, in order");
      holds(ends[0] <= ends[1], "whether the outer wait ends last");
    },
  },
  {
    rule: "waiting/nested-on-one-thread",
    needs: ["IPv4 datagram", "option SO_RCVTIMEO"],
    run(bench) {
      const { program, later } = interrupting(bench);
      const thread = program.control.openThread();
      const codes: number[] = [];
      later(() => codes.push(program.control.runOn(thread, () => waitingReceive(program))));
      codes.push(program.control.runOn(thread, () => waitingReceive(program)));
      sameList(codes, [WSAEINPROGRESS, WSAETIMEDOUT], "what the inner and the outer wait return");
    },
  },
  {
    rule: "waiting/callback-waits",
    needs: ["IPv4 datagram", "option SO_RCVTIMEO"],
    run(bench) {
      const { program, later } = interrupting(bench);
      let ran = false;
      later(() => {
        ran = true;
      });
      sameCode(waitingReceive(program), WSAETIMEDOUT, "the wait's error");
      holds(ran, "whether the callback has run");
    },
  },
];

/** A process that asked for version 1.1. */
function oldProgram(bench: Bench): Program {
  const program = bench.machine.unstarted();
  equal(program.ws2.WSAStartup(MAKEWORD(1, 1), newWSADATA()), 0, "the result of WSAStartup");
  return program;
}

const hooks: readonly Check[] = [
  {
    rule: "WSASetBlockingHook/runs",
    needs: ["IPv4 datagram", "option SO_RCVTIMEO"],
    run(bench) {
      const program = oldProgram(bench);
      const codes: number[] = [];
      program.desktop.WSASetBlockingHook(() => {
        holds(program.desktop.WSAIsBlocking(), "whether the thread blocks");
        codes.push(program.ws2.socket(2, 2, 0) === SOCKET_ERROR ? program.ws2.WSAGetLastError() : 0);
        // the hook ends the wait also where SO_RCVTIMEO has no effect
        if (codes.length > 10_000) program.desktop.WSACancelBlockingCall();
      });
      sameCode(waitingReceive(program), WSAETIMEDOUT, "the wait's error");
      holds(codes.length > 1, "whether the hook runs again and again");
      equal(new Set(codes).size, 1, "the results of socket inside it");
      sameCode(codes[0], WSAEINPROGRESS, "the error of socket inside it");
      holds(!program.desktop.WSAIsBlocking(), "whether the thread does not block afterwards");
      program.works(program.desktop.WSAUnhookBlockingHook(), "the error of WSAUnhookBlockingHook");
      const before = codes.length;
      waitingReceive(program);
      equal(codes.length, before, "calls of a hook that was removed");
    },
  },
  {
    rule: "WSACancelBlockingCall/nothing",
    run(bench) {
      const program = oldProgram(bench);
      program.fails(program.desktop.WSACancelBlockingCall(), WSAEINVAL);
    },
  },
  {
    rule: "WSACancelBlockingCall/provider",
    run(bench) {
      const answers = [WSAENETDOWN, 0];
      const stub: StubProvider = new StubProvider(
        {
          slots: {
            // the provider's own blocking loop, which ends when the hook cancels the call
            WSPConnect(_s, _name, _namelen, _callerData, _calleeData, _sqos, _gqos, lpErrno) {
              const callback = ref<LPBLOCKINGCALLBACK | null>(null);
              const context = ref<unknown>(null);
              const [{ dwCatalogEntryId }] = stub.startups.map(({ info }) => info);
              stub.upcalls.WPUQueryBlockingCallback(dwCatalogEntryId, callback, context, lpErrno);
              for (let i = 0; i < 3 && callback.value?.(context.value); i++);
              lpErrno.value = WSAEINTR;
              return SOCKET_ERROR;
            },
            WSPCancelBlockingCall(lpErrno) {
              lpErrno.value = answers.shift() ?? 0;
              return lpErrno.value === 0 ? 0 : SOCKET_ERROR;
            },
          },
        },
        bench.trace,
      );
      bench.machine.install(stub);
      const program = oldProgram(bench);
      const s = program.works(program.ws2.socket(STUB_FAMILY, 0, 0));
      const codes: number[] = [];
      program.desktop.WSASetBlockingHook(() => {
        holds(program.desktop.WSAIsBlocking(), "whether the thread blocks");
        codes.push(program.desktop.WSACancelBlockingCall() === 0 ? 0 : program.ws2.WSAGetLastError());
      });
      program.fails(program.ws2.connect(s, sockaddr_in("127.0.0.1", 7), SOCKADDR_IN_SIZE), WSAEINTR);
      sameList(codes, [WSAENETDOWN, 0], "the results of WSACancelBlockingCall");
      equal(stub.callsOf("WSPCancelBlockingCall").length, 2, "the calls of WSPCancelBlockingCall");
      holds(!program.desktop.WSAIsBlocking(), "whether the thread does not block afterwards");
    },
  },
  {
    rule: "WSASetBlockingHook/version-two",
    run(bench) {
      const program = bench.program();
      equal(
        program.desktop.WSASetBlockingHook(() => {}),
        null,
        "the result",
      );
      sameCode(program.ws2.WSAGetLastError(), WSAEOPNOTSUPP, "the error");
    },
  },
];

/** A wait that nothing can end; a connect ends by its timeout. */
const endless: readonly Check[] = BLOCKING_CALLS.filter(({ of }) => of !== "connect").map(({ of, needs, arrange }) => ({
  rule: "waiting/nothing-can-end-it",
  of,
  needs: [...needs, "virtual time"],
  run(bench) {
    bench.uses("virtual time");
    const program = bench.program();
    const { call } = arrange(bench, program);
    program.fails(call(), WSAENETDOWN);
    const [[waits]] = bench.machine.recorded("wait-forever");
    holds(String(waits).endsWith(` in ${of.split(" ")[0]}`), `whether "${waits}" names the call`);
  },
}));

/** Calls that a blocking hook cancels. */
const cancelled = BLOCKING_CALLS.map(
  ({ of, needs, arrange }): Check => ({
    rule: "waiting/cancelled",
    of,
    needs,
    run(bench) {
      const program = oldProgram(bench);
      const { call } = arrange(bench, program);
      const answers: number[] = [];
      program.desktop.WSASetBlockingHook(() => {
        const calls = answers.push(program.desktop.WSACancelBlockingCall());
        holds(calls < 100, "whether the call ends once it is cancelled");
      });
      program.fails(call(), WSAEINTR);
      equal(answers[0], 0, "the result of WSACancelBlockingCall");
    },
  }),
);

const apcs: readonly Check[] = [
  {
    rule: "WPUQueueApc/alertable",
    run(bench) {
      const { program, upcalls, errno } = loaded(bench);
      const thread = { ThreadHandle: null as unknown, Reserved: null as unknown };
      equal(upcalls.WPUOpenCurrentThread(thread, errno), 0, "the result of WPUOpenCurrentThread");
      const told: unknown[] = [];
      const context = { mine: true };
      equal(
        upcalls.WPUQueueApc(thread, (given) => void told.push(given), context, errno),
        0,
        "the result",
      );
      program.desktop.kernel32.SleepEx(5, false);
      equal(told.length, 0, "calls in a wait that is not alertable");
      program.desktop.kernel32.SleepEx(5, true);
      holds(told.length === 1 && told[0] === context, "whether the function runs once, with its context");
    },
  },
  {
    rule: "WPUQueueApc/bad-thread",
    run(bench) {
      const { upcalls, errno } = loaded(bench);
      const nobody = { ThreadHandle: null, Reserved: null };
      equal(
        upcalls.WPUQueueApc(nobody, () => {}, null, errno),
        SOCKET_ERROR,
        "the result",
      );
      sameCode(errno.value, WSAEFAULT, "the error");
    },
  },
  {
    rule: "WPUOpenCurrentThread/names-it",
    run(bench) {
      const { upcalls, errno } = loaded(bench);
      const thread = { ThreadHandle: null as unknown, Reserved: null as unknown };
      equal(upcalls.WPUOpenCurrentThread(thread, errno), 0, "the result");
      holds(thread.ThreadHandle !== null, "whether WPUOpenCurrentThread sets the thread's handle");
      equal(upcalls.WPUCloseThread(thread, errno), 0, "the result of WPUCloseThread");
      equal(thread.ThreadHandle, null, "the thread afterwards");
    },
  },
];

function loaded(bench: Bench) {
  const stub = new StubProvider({}, bench.trace);
  bench.machine.install(stub);
  const program = bench.program();
  program.must(program.ws2.socket(STUB_FAMILY, 0, 0));
  return { program, upcalls: stub.upcalls, errno: ref(0) };
}

/** Waits inside waits, blocking hooks, and functions that run in alertable waits. */
export const WAITING_CHECKS: readonly Check[] = [...nesting, ...hooks, ...cancelled, ...endless, ...apcs];
