import {
  ref,
  SOCKET_ERROR,
  WSA_INVALID_HANDLE,
  WSA_INVALID_PARAMETER,
  WSA_MAXIMUM_WAIT_EVENTS,
  WSA_WAIT_EVENT_0,
  WSA_WAIT_FAILED,
  WSA_WAIT_TIMEOUT,
  type WSAEVENT,
} from "@ws2kit/spi";
import { isSignalled, newEvent } from "../../bench/overlapping.js";
import type { Program } from "../../bench/program.js";
import { STUB_FAMILY, StubProvider } from "../../bench/stub-provider.js";
import { equal, holds, sameCode } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

/** Calls with one event argument. Each returns whether it failed. */
const CALLS: readonly (readonly [of: string, (program: Program, event: WSAEVENT) => boolean])[] = [
  ["WSASetEvent", ({ ws2 }, event) => !ws2.WSASetEvent(event)],
  ["WSAResetEvent", ({ ws2 }, event) => !ws2.WSAResetEvent(event)],
  ["WSACloseEvent", ({ ws2 }, event) => !ws2.WSACloseEvent(event)],
  [
    "WSAWaitForMultipleEvents",
    ({ ws2 }, event) => ws2.WSAWaitForMultipleEvents(1, [event], false, 0, false) === WSA_WAIT_FAILED,
  ],
];

const badHandles: readonly Check[] = CALLS.flatMap(([of, fails]) => [
  {
    rule: "events/bad-handle" as const,
    of,
    run(bench) {
      const program = bench.program();
      const closed = newEvent(program);
      program.ws2.WSACloseEvent(closed);
      for (const handle of [0, -1, 0x4444444, program.socket(), closed]) {
        program.ws2.WSASetLastError(0);
        holds(fails(program, handle as WSAEVENT), `whether the call fails for handle ${handle}`);
        sameCode(program.ws2.WSAGetLastError(), WSA_INVALID_HANDLE, `the error for handle ${handle}`);
      }
    },
  } satisfies Check,
]);

const waits: readonly Check[] = [
  {
    rule: "WSAWaitForMultipleEvents/any",
    run(bench) {
      const program = bench.program();
      const events = [newEvent(program), newEvent(program), newEvent(program)];
      program.ws2.WSASetEvent(events[2]);
      equal(wait(program, events, false, 0), WSA_WAIT_EVENT_0 + 2, "the result with one event signalled");
      program.ws2.WSASetEvent(events[1]);
      equal(wait(program, events, false, 0), WSA_WAIT_EVENT_0 + 1, "the result with two events signalled");
    },
  },
  {
    rule: "WSAWaitForMultipleEvents/any",
    of: "after a wait",
    needs: ["virtual time"],
    run(bench) {
      const program = bench.program();
      const events = [newEvent(program), newEvent(program), newEvent(program)];
      const before = bench.now();
      program.control.after(20, () => program.ws2.WSASetEvent(events[2]));
      equal(wait(program, events, false, 100), WSA_WAIT_EVENT_0 + 2, "the result once the last is signalled");
      bench.took(before, 20, "the milliseconds that passed");
      program.control.after(20, () => program.ws2.WSASetEvent(events[1]));
      equal(wait(program, events.slice(0, 2), false, 100), WSA_WAIT_EVENT_0 + 1, "the result for the first two");
    },
  },
  {
    rule: "WSAWaitForMultipleEvents/all",
    run(bench) {
      const program = bench.program();
      const events = [newEvent(program), newEvent(program)];
      program.ws2.WSASetEvent(events[1]);
      equal(wait(program, events, true, 10), WSA_WAIT_TIMEOUT, "the result with one event signalled");
      program.ws2.WSASetEvent(events[0]);
      equal(wait(program, events, true, 10), WSA_WAIT_EVENT_0, "the result with both events signalled");
    },
  },
  {
    rule: "WSAWaitForMultipleEvents/timeout",
    run(bench) {
      const program = bench.program();
      const before = bench.now();
      equal(wait(program, [newEvent(program)], false, 250), WSA_WAIT_TIMEOUT, "the result");
      bench.took(before, 250, "the milliseconds that passed");
    },
  },
  {
    rule: "WSAWaitForMultipleEvents/zero",
    run(bench) {
      const program = bench.program();
      const before = bench.now();
      equal(wait(program, [newEvent(program)], false, 0), WSA_WAIT_TIMEOUT, "the result");
      bench.took(before, 0, "the time");
    },
  },
  ...[0, WSA_MAXIMUM_WAIT_EVENTS + 1].map(
    (count): Check => ({
      rule: "WSAWaitForMultipleEvents/too-many",
      of: `${count} events`,
      run(bench) {
        const program = bench.program();
        const event = newEvent(program);
        program.ws2.WSASetEvent(event);
        const events = new Array<WSAEVENT>(WSA_MAXIMUM_WAIT_EVENTS + 1).fill(event);
        const answer = program.ws2.WSAWaitForMultipleEvents(count, events, false, 0, false);
        equal(answer, WSA_WAIT_FAILED, "the result");
        sameCode(program.ws2.WSAGetLastError(), WSA_INVALID_PARAMETER, "the error");
      },
    }),
  ),
  {
    rule: "WSAWaitForMultipleEvents/sixty-four",
    run(bench) {
      const program = bench.program();
      const events = Array.from({ length: WSA_MAXIMUM_WAIT_EVENTS }, () => newEvent(program));
      program.ws2.WSASetEvent(events[63]);
      equal(wait(program, events, false, 0), WSA_WAIT_EVENT_0 + 63, "the result");
    },
  },
  {
    rule: "WSAWaitForMultipleEvents/nothing-can-end-it",
    needs: ["virtual time"],
    run(bench) {
      const program = bench.program();
      equal(wait(program, [newEvent(program)], false, -1), WSA_WAIT_FAILED, "the result");
      holds(bench.machine.recorded("wait-forever").length === 1, 'whether there is one log record "wait-forever"');
    },
  },
];

function wait({ ws2 }: Program, events: readonly WSAEVENT[], all: boolean, ms: number): number {
  return ws2.WSAWaitForMultipleEvents(events.length, events, all, ms, false);
}

const single: readonly Check[] = [
  {
    rule: "WSACreateEvent/not-signalled",
    run(bench) {
      const program = bench.program();
      holds(!isSignalled(program, newEvent(program)), "whether a new event is unsignalled");
    },
  },
  {
    rule: "WSASetEvent/manual-reset",
    run(bench) {
      const program = bench.program();
      const event = newEvent(program);
      equal(program.ws2.WSASetEvent(event), true, "the result of WSASetEvent");
      holds(
        isSignalled(program, event) && isSignalled(program, event),
        "whether the event stays signalled after a wait",
      );
      equal(program.ws2.WSAResetEvent(event), true, "the result of WSAResetEvent");
      holds(!isSignalled(program, event), "whether the event is unsignalled");
    },
  },
  {
    rule: "WSACloseEvent/closes",
    run(bench) {
      const program = bench.program();
      const event = newEvent(program);
      equal(program.ws2.WSACloseEvent(event), true, "the result");
      equal(program.ws2.WSASetEvent(event), false, "the result of WSASetEvent afterwards");
      sameCode(program.ws2.WSAGetLastError(), WSA_INVALID_HANDLE, "its error");
    },
  },
  ...(["WPUCreateEvent/state", "WPUSetEvent/shared-with-applications"] as const).map(
    (rule): Check => ({
      rule,
      run(bench) {
        const stub = new StubProvider({}, bench.trace);
        bench.machine.install(stub);
        const program = bench.program();
        program.must(program.ws2.socket(STUB_FAMILY, 0, 0));
        const errno = ref(0);
        const event = stub.upcalls.WPUCreateEvent(errno);
        holds(!isSignalled(program, event), "whether the upcall's event is unsignalled at first");
        equal(stub.upcalls.WPUSetEvent(event, errno), true, "the result of WPUSetEvent");
        holds(isSignalled(program, event) && isSignalled(program, event), "whether the application sees it signalled");
        program.ws2.WSAResetEvent(event);
        holds(!isSignalled(program, event), "whether the application's reset takes effect");
        equal(stub.upcalls.WPUCloseEvent(event, errno), true, "the result of WPUCloseEvent");
        equal(program.ws2.WSASetEvent(event), false, "the result of WSASetEvent afterwards");
        equal(stub.upcalls.WPUResetEvent(event, errno), false, "the result of WPUResetEvent afterwards");
        sameCode(errno.value, WSA_INVALID_HANDLE, "its error");
      },
    }),
  ),
  {
    rule: "handles/one-table",
    of: "an event in place of a socket",
    run(bench) {
      const program = bench.program();
      equal(program.ws2.listen(newEvent(program) as number as never, 1), SOCKET_ERROR, "the result of listen");
    },
  },
];

/** Events, and waits for several of them. */
export const EVENT_CHECKS: readonly Check[] = [...single, ...badHandles, ...waits];
