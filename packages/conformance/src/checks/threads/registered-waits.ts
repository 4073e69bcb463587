import { type HANDLE, ref, WSA_INVALID_HANDLE, WSA_INVALID_PARAMETER, WSA_IO_PENDING } from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import { equal, holds, sameCode, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

const INFINITE = 0xffffffff;
const WT_EXECUTEONLYONCE = 8;

type Callback = (lpParameter: unknown, hasTimedOut: boolean) => void;

/** A program, with short forms of CreateEventW and RegisterWaitForSingleObject. */
function arrange(bench: Bench) {
  const program = bench.program();
  const { kernel32 } = program.desktop;
  const event = (isManual: boolean, isSignalled = false) =>
    kernel32.CreateEventW(null, isManual, isSignalled, null) as HANDLE;
  const register = (object: HANDLE, callback: Callback, ms = INFINITE, flags = 0, context: unknown = null): HANDLE => {
    const wait = ref<HANDLE | 0>(0);
    holds(
      kernel32.RegisterWaitForSingleObject(wait, object, callback, context, ms, flags),
      "whether RegisterWaitForSingleObject succeeds",
    );
    return wait.value as HANDLE;
  };
  return { program, kernel32, event, register };
}

/** Waits of the thread pool. */
export const REGISTERED_WAIT_CHECKS: readonly Check[] = [
  {
    rule: "RegisterWaitForSingleObject/signal",
    run(bench) {
      const { kernel32, event, register } = arrange(bench);
      const signal = event(false);
      const seen: unknown[] = [];
      const wait = register(signal, (...args) => seen.push(...args), INFINITE, 0, "parameter");
      kernel32.Sleep(5);
      equal(seen.length, 0, "the calls before a signal");
      for (let i = 0; i < 2; i++) {
        kernel32.SetEvent(signal);
        equal(seen.length, 2 * i, "the calls before the thread waits");
        kernel32.Sleep(5);
      }
      equal(seen.join(), "parameter,false,parameter,false", "the callback's arguments");
      equal(kernel32.WaitForSingleObject(signal, 0), 258, "whether the event is reset");
      holds(kernel32.UnregisterWait(wait), "whether UnregisterWait succeeds");
    },
  },
  {
    rule: "RegisterWaitForSingleObject/signal",
    of: "once, and of a thread",
    run(bench) {
      const { kernel32, event, register } = arrange(bench);
      const signal = event(true, true);
      let runs = 0;
      const once = register(signal, () => runs++, 1, WT_EXECUTEONLYONCE);
      kernel32.Sleep(10);
      equal(runs, 1, "the calls of a callback that runs once");
      const thread = kernel32.CreateThread(null, 0, () => 0, null, 0, null) as HANDLE;
      const end = register(thread, () => runs++, INFINITE, WT_EXECUTEONLYONCE);
      kernel32.Sleep(10);
      equal(runs, 2, "the calls after the thread has ended");
      for (const wait of [once, end]) holds(kernel32.UnregisterWait(wait), "whether UnregisterWait succeeds");
    },
  },
  {
    rule: "RegisterWaitForSingleObject/time",
    run(bench) {
      const { kernel32, event, register } = arrange(bench);
      const begin = bench.now();
      const calls: { readonly isLate: boolean; readonly at: number }[] = [];
      const signal = event(false);
      const wait = register(signal, (_, isLate) => calls.push({ isLate, at: bench.now() }), 100);
      kernel32.Sleep(250);
      const before = calls.length;
      const signalled = bench.now();
      kernel32.SetEvent(signal);
      kernel32.Sleep(130);
      holds(
        before >= 2 && calls.length >= before + 2,
        "whether the callback runs twice before the signal, and twice after it",
      );
      for (const [i, { isLate, at }] of calls.entries()) {
        equal(isLate, i !== before, `whether call ${i + 1} reports a timeout`);
        const since = i === 0 ? begin : calls[i - 1].at;
        bench.took(isLate ? since : signalled, isLate ? 100 : 0, `the milliseconds before call ${i + 1}`, at);
      }
      holds(kernel32.UnregisterWait(wait), "whether UnregisterWait succeeds");
    },
  },
  {
    rule: "RegisterWaitForSingleObject/time",
    of: "no time, and once",
    run(bench) {
      const { kernel32, event, register } = arrange(bench);
      const late: unknown[] = [];
      const wait = register(event(false), (_, isLate) => late.push(isLate), 0, WT_EXECUTEONLYONCE);
      kernel32.Sleep(50);
      equal(late.join(), "true", "what the callback receives, once");
      holds(kernel32.UnregisterWait(wait), "whether UnregisterWait succeeds");
    },
  },
  {
    rule: "RegisterWaitForSingleObject/several",
    run(bench) {
      const { kernel32, event, register } = arrange(bench);
      const signal = event(false);
      const stays = event(true);
      const runs = [0, 0, 0, 0];
      const waits = runs.map((_, i) => register(i < 2 ? signal : stays, () => runs[i]++));
      kernel32.SetEvent(signal);
      kernel32.Sleep(1);
      equal(runs[0] + runs[1], 1, "the callbacks of an auto-reset event");
      kernel32.SetEvent(stays);
      const haveRunAgain = () => runs[2] > 1 && runs[3] > 1;
      for (let i = 0; i < 100 && !haveRunAgain(); i++) kernel32.Sleep(5);
      holds(haveRunAgain(), "whether both callbacks of an event that stays signalled run again");
      for (const wait of waits) holds(kernel32.UnregisterWait(wait), "whether UnregisterWait succeeds");
    },
  },
  {
    rule: "RegisterWaitForSingleObject/errors",
    run(bench) {
      const { program, kernel32, event } = arrange(bench);
      const wait = ref<HANDLE | 0>(0);
      const { ws2 } = program;
      for (const none of [0, program.socket(), 4711]) {
        holds(
          !kernel32.RegisterWaitForSingleObject(wait, none, () => {}, null, 0, 0),
          "whether RegisterWaitForSingleObject fails",
        );
        sameCode(ws2.WSAGetLastError(), WSA_INVALID_HANDLE, "the error");
      }
      holds(!kernel32.RegisterWaitForSingleObject(wait, event(true), null as never, null, 0, 0), "without a callback");
      sameCode(ws2.WSAGetLastError(), WSA_INVALID_PARAMETER, "the error without a callback");
      holds(!kernel32.UnregisterWait(event(true)), "whether UnregisterWait of an event fails");
      sameCode(ws2.WSAGetLastError(), WSA_INVALID_HANDLE, "its error");
    },
  },
  {
    rule: "UnregisterWait/ends",
    run(bench) {
      const { program, kernel32, event, register } = arrange(bench);
      const signal = event(true);
      let runs = 0;
      const wait = register(signal, () => runs++, 1);
      kernel32.SetEvent(signal);
      holds(kernel32.UnregisterWait(wait), "whether UnregisterWait succeeds");
      kernel32.Sleep(10);
      equal(runs, 0, "the calls after that");
      holds(!kernel32.UnregisterWait(wait), "whether a second UnregisterWait fails");
      sameCode(program.ws2.WSAGetLastError(), WSA_INVALID_HANDLE, "the error");
    },
  },
  {
    rule: "UnregisterWait/under-way",
    run(bench) {
      const { program, kernel32, event, register } = arrange(bench);
      const signal = event(false, true);
      const codes: number[] = [];
      const wait: HANDLE = register(signal, () => {
        codes.push(kernel32.UnregisterWait(wait) ? 0 : program.ws2.WSAGetLastError());
      });
      kernel32.Sleep(1);
      sameList(codes, [WSA_IO_PENDING], "the error of UnregisterWait inside the callback");

      const done = event(true);
      const states: number[] = [];
      const other: HANDLE = register(event(false, true), () => {
        holds(kernel32.UnregisterWaitEx(other, done), "whether UnregisterWaitEx with an event succeeds");
        states.push(kernel32.WaitForSingleObject(done, 0));
      });
      kernel32.Sleep(1);
      states.push(kernel32.WaitForSingleObject(done, 0));
      sameList(states, [258, 0], "the waits for the event, inside the callback and after it");
    },
  },
];
