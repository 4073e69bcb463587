import {
  type HANDLE,
  ref,
  type SOCKET,
  WSA_INVALID_HANDLE,
  WSA_WAIT_EVENT_0,
  WSA_WAIT_FAILED,
  WSA_WAIT_IO_COMPLETION,
  WSA_WAIT_TIMEOUT,
  WSAEINTR,
  WSAENETDOWN,
  WSAENOTSOCK,
  type WSAEVENT,
} from "@ws2kit/spi";
import type { Program } from "../../bench/program.js";
import { equal, holds, NotArranged, sameCode, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

const INFINITE = 0xffffffff;
const CREATE_SUSPENDED = 4;
const STILL_ACTIVE = 259;
const ERROR_GEN_FAILURE = 31;

/** Starts a thread that runs `act`. */
function start(program: Program, act: (parameter: unknown) => unknown, parameter: unknown = null, flags = 0): HANDLE {
  const handle = program.desktop.kernel32.CreateThread(null, 0, act, parameter, flags, null);
  if (handle === 0) throw new NotArranged(`CreateThread failed with ${program.ws2.WSAGetLastError()}`);
  return handle;
}

function event(program: Program, isManual: boolean, isSignalled = false): HANDLE {
  return program.desktop.kernel32.CreateEventW(null, isManual, isSignalled, null) as HANDLE;
}

const threads: readonly Check[] = [
  {
    rule: "CreateThread/runs",
    run(bench) {
      const program = bench.program();
      const seen: unknown[] = [];
      const parameter = { any: "value" };
      const thread = start(program, (given) => seen.push(given), parameter);
      equal(seen.length, 0, "how often the thread's function has run within CreateThread");
      program.machine.turn();
      equal(seen[0], parameter, "its parameter");
      equal(seen.length, 1, "how often it has run");
      start(program, (given) => seen.push(given), 2);
      equal(program.desktop.kernel32.WaitForSingleObject(thread, 0), WSA_WAIT_EVENT_0, "a wait for another thread");
      program.desktop.kernel32.Sleep(1);
      equal(seen[1], 2, "the parameter of a thread that ran in a wait");
    },
  },
  {
    rule: "CreateThread/own-error",
    run(bench) {
      const program = bench.program();
      const { ws2, desktop } = program;
      const { kernel32 } = desktop;
      const identifier = ref(0);
      const inner: number[] = [];
      ws2.WSASetLastError(5);
      const act = () => {
        inner.push(ws2.WSAGetLastError(), kernel32.GetCurrentThreadId());
        ws2.closesocket(4711 as never);
        inner.push(ws2.WSAGetLastError());
      };
      kernel32.CreateThread(null, 0, act, null, 0, identifier);
      kernel32.Sleep(1);
      sameList(inner, [0, identifier.value, WSAENOTSOCK], "the thread's errors and its identifier");
      sameCode(ws2.WSAGetLastError(), 5, "the first thread's error");
      holds(kernel32.GetCurrentThreadId() !== identifier.value, "whether the identifiers differ");
    },
  },
  {
    rule: "CreateThread/signalled",
    run(bench) {
      const program = bench.program();
      const { kernel32 } = program.desktop;
      const thread = start(program, () => 7);
      const exitCode = ref(0);
      const code = () => (kernel32.GetExitCodeThread(thread, exitCode) ? exitCode.value : -1);
      equal(code(), STILL_ACTIVE, "the exit code before it has run");
      equal(kernel32.WaitForSingleObject(thread, INFINITE), WSA_WAIT_EVENT_0, "the wait for its end");
      equal(code(), 7, "the exit code");
      equal(kernel32.WaitForSingleObject(thread, 0), WSA_WAIT_EVENT_0, "a second wait");
    },
  },
  {
    rule: "CreateThread/suspended",
    run(bench) {
      const program = bench.program();
      const { kernel32 } = program.desktop;
      let runs = 0;
      const thread = start(program, () => runs++, null, CREATE_SUSPENDED);
      equal(kernel32.WaitForSingleObject(thread, 10), WSA_WAIT_TIMEOUT, "a wait for a suspended thread");
      equal(runs, 0, "how often it has run");
      equal(kernel32.ResumeThread(thread), 1, "how often it was suspended");
      equal(kernel32.WaitForSingleObject(thread, INFINITE), WSA_WAIT_EVENT_0, "the wait for its end");
      equal(runs, 1, "how often it has run");
      equal(kernel32.ResumeThread(thread), 0, "how often it is suspended now");
    },
  },
  {
    rule: "CreateThread/acts-on-a-wait",
    needs: ["IPv4 datagram"],
    run(bench) {
      const program = bench.program();
      const { ws2, desktop } = program;
      const { s } = program.boundDatagram();
      start(program, () => program.works(ws2.closesocket(s)));
      program.fails(ws2.recv(s, new Uint8Array(1), 1, 0), WSAEINTR, "the receive on the socket that was closed");
      const signalled = event(program, true);
      start(program, () => desktop.kernel32.SetEvent(signalled));
      const waited = ws2.WSAWaitForMultipleEvents(1, [signalled as unknown as WSAEVENT], false, INFINITE, false);
      equal(waited, WSA_WAIT_EVENT_0, "the wait for the event");
    },
  },
  {
    rule: "CreateThread/last-in-first-out",
    needs: ["IPv4 datagram"],
    run(bench) {
      const program = bench.program();
      const { ws2, desktop, host } = program;
      const { s, name } = program.boundDatagram();
      const begin = host.platform.now();
      const ends: number[] = [];
      start(program, () => {
        // the receive below finds data and ends at once
        program.must(program.sendTo(s, new Uint8Array(1), name));
        desktop.kernel32.Sleep(100);
        ends.push(host.platform.now() - begin);
      });
      equal(program.receive(s)?.length, 1, "the bytes of the outer receive");
      ends.push(host.platform.now() - begin);
      equal(ends.length, 2, "the waits that ended");
      holds(ends[0] >= 100 && ends[0] <= ends[1], "whether the inner wait lasts its full time and ends first");
      program.works(ws2.closesocket(s));
    },
  },
  {
    rule: "CreateThread/only-the-outer-could-end-it",
    needs: ["IPv4 datagram"],
    run(bench) {
      const program = bench.program();
      const { ws2, desktop, machine } = program;
      const { s, name } = program.boundDatagram();
      const never = event(program, true);
      const inner: number[] = [];
      start(program, () => {
        program.must(program.sendTo(s, new Uint8Array(1), name));
        inner.push(desktop.kernel32.WaitForSingleObject(never, INFINITE), ws2.WSAGetLastError());
      });
      equal(program.receive(s)?.length, 1, "the bytes of the outer receive");
      sameList(inner, [WSA_WAIT_FAILED, WSAENETDOWN], "the inner wait and its error");
      holds(
        machine.records.some(({ code }) => code === "wait-forever"),
        "whether there is a log record",
      );
    },
  },
  {
    rule: "QueueUserAPC/alertable",
    run(bench) {
      const program = bench.program();
      const { kernel32 } = program.desktop;
      const seen: unknown[] = [];
      const queue = (data: unknown) =>
        kernel32.QueueUserAPC((given) => seen.push(given), kernel32.GetCurrentThread(), data);
      holds(queue("first") !== 0 && queue("second") !== 0, "whether QueueUserAPC succeeds");
      equal(kernel32.SleepEx(1, false), 0, "a wait that is not alertable");
      equal(seen.length, 0, "the APCs that have run");
      equal(kernel32.SleepEx(INFINITE, true), WSA_WAIT_IO_COMPLETION, "an alertable wait");
      equal(seen.join(), "first,second", "the APCs that have run");
      const never = event(program, true);
      queue("third");
      equal(kernel32.WaitForSingleObjectEx(never, INFINITE, true), WSA_WAIT_IO_COMPLETION, "an alertable wait");
      equal(seen.length, 3, "the APCs that have run");
    },
  },
  {
    rule: "QueueUserAPC/before-the-thread",
    run(bench) {
      const program = bench.program();
      const { ws2, desktop } = program;
      const { kernel32 } = desktop;
      const seen: unknown[] = [];
      const thread = start(program, () => seen.push("thread"));
      holds(kernel32.QueueUserAPC((data) => seen.push(data), thread, "APC") !== 0, "whether QueueUserAPC succeeds");
      equal(kernel32.WaitForSingleObject(thread, INFINITE), WSA_WAIT_EVENT_0, "the wait for its end");
      equal(seen.join(), "APC,thread", "what has run");
      equal(
        kernel32.QueueUserAPC(() => undefined, thread, 0),
        0,
        "QueueUserAPC for a thread that has ended",
      );
      sameCode(ws2.WSAGetLastError(), ERROR_GEN_FAILURE, "the error");
    },
  },
];

const handles: readonly Check[] = [
  {
    rule: "CreateEventW/auto-reset",
    run(bench) {
      const program = bench.program();
      const { ws2, desktop } = program;
      const { kernel32 } = desktop;
      const auto = event(program, false, true);
      equal(kernel32.WaitForSingleObject(auto, 0), WSA_WAIT_EVENT_0, "the wait that the event ends");
      equal(kernel32.WaitForSingleObject(auto, 0), WSA_WAIT_TIMEOUT, "the next wait");
      holds(kernel32.SetEvent(auto), "whether SetEvent succeeds");
      const asEvent = auto as unknown as WSAEVENT;
      equal(
        ws2.WSAWaitForMultipleEvents(1, [asEvent], false, 0, false),
        WSA_WAIT_EVENT_0,
        "a wait of ws2 that the event ends",
      );
      equal(ws2.WSAWaitForMultipleEvents(1, [asEvent], false, 0, false), WSA_WAIT_TIMEOUT, "the next wait of ws2");
      const manual = event(program, true, true);
      for (let i = 0; i < 2; i++)
        equal(kernel32.WaitForSingleObject(manual, 0), WSA_WAIT_EVENT_0, "a manual event's wait");
      holds(kernel32.ResetEvent(manual), "whether ResetEvent succeeds");
      equal(kernel32.WaitForSingleObject(manual, 0), WSA_WAIT_TIMEOUT, "the wait for the event that was reset");
    },
  },
  {
    rule: "WaitForMultipleObjects/all",
    run(bench) {
      const program = bench.program();
      const { kernel32 } = program.desktop;
      const both = [event(program, false, true), event(program, false)];
      const wait = (all: boolean) => kernel32.WaitForMultipleObjects(2, both, all, 0);
      equal(wait(true), WSA_WAIT_TIMEOUT, "the wait for both, of which one is signalled");
      kernel32.SetEvent(both[1]);
      equal(wait(true), WSA_WAIT_EVENT_0, "the wait for both");
      equal(wait(false), WSA_WAIT_TIMEOUT, "the wait for one, once both are reset");
      kernel32.SetEvent(both[1]);
      equal(wait(false), WSA_WAIT_EVENT_0 + 1, "the wait for one");
    },
  },
  {
    rule: "WaitForSingleObject/invalid",
    run(bench) {
      const program = bench.program();
      const { ws2, desktop } = program;
      for (const handle of [0, 4711]) {
        equal(desktop.kernel32.WaitForSingleObject(handle, 0), WSA_WAIT_FAILED, "the wait");
        sameCode(ws2.WSAGetLastError(), WSA_INVALID_HANDLE, "the error");
      }
    },
  },
  {
    rule: "DuplicateHandle/second",
    run(bench) {
      const program = bench.program();
      const { kernel32 } = program.desktop;
      const first = event(program, true);
      const second = ref<HANDLE | 0>(0);
      const own = kernel32.GetCurrentProcess();
      holds(kernel32.DuplicateHandle(own, first, own, second, 0, false, 2), "whether there is a second handle");
      holds(second.value !== first, "whether it is another handle");
      holds(kernel32.SetEvent(first) && kernel32.CloseHandle(first), "whether the first can be signalled and closed");
      equal(kernel32.WaitForSingleObject(second.value, 0), WSA_WAIT_EVENT_0, "the wait for the second");
      holds(kernel32.CloseHandle(second.value), "whether the second can be closed");
    },
  },
  {
    rule: "DuplicateHandle/socket",
    run(bench) {
      const program = bench.program();
      const { ws2, desktop } = program;
      const { kernel32 } = desktop;
      const s = program.socket();
      const second = ref<HANDLE | 0>(0);
      const own = kernel32.GetCurrentProcess();
      holds(kernel32.DuplicateHandle(own, s, own, second, 0, false, 2), "whether there is a second handle");
      program.fails(ws2.closesocket(second.value as number as SOCKET), WSAENOTSOCK);
      holds(kernel32.CloseHandle(second.value), "whether the second can be closed");
      program.works(ws2.closesocket(s), "the error of closing the socket");
    },
  },
  {
    rule: "DuplicateHandle/current-thread",
    run(bench) {
      const program = bench.program();
      const { kernel32 } = program.desktop;
      const [own, thread, first] = [kernel32.GetCurrentProcess(), ref<HANDLE | 0>(0), kernel32.GetCurrentThreadId()];
      holds(
        kernel32.DuplicateHandle(own, kernel32.GetCurrentThread(), own, thread, 0, false, 2),
        "whether there is a handle",
      );
      equal(kernel32.GetThreadId(thread.value), first, "the identifier of its thread");
      const ran: number[] = [];
      start(program, () => kernel32.QueueUserAPC(() => ran.push(kernel32.GetCurrentThreadId()), thread.value, 0));
      equal(kernel32.SleepEx(INFINITE, true), WSA_WAIT_IO_COMPLETION, "the first thread's alertable wait");
      sameList(ran, [first], "the thread on which the APC ran");
      holds(kernel32.CloseHandle(thread.value), "whether the handle can be closed");
    },
  },
];

/** Threads that a program starts, APCs, events and handles of kernel32. */
export const THREAD_CHECKS: readonly Check[] = [...threads, ...handles];
