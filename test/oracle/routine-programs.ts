import type { WSAEVENT } from "@ws2kit/spi";
import type { Bench } from "./bench.js";
import { Overlap, Routine, shown } from "./overlap.js";
import type { Programs } from "./programs.js";

/** With a completion routine, the program may use the event handle for any purpose. */
const CONTEXT = 0x1234 as WSAEVENT;

function pendingRoutine(bench: Bench) {
  const pair = bench.pair();
  const routine = new Routine();
  const operation = new Overlap(bench, CONTEXT);
  const answer = operation.recv(pair.server, routine.run);
  return { ...pair, routine, operation, answer };
}

function immediateRoutine(bench: Bench) {
  const { client, server } = bench.pair();
  bench.send(client, "abcd");
  const routine = new Routine();
  const answer = new Overlap(bench, null).recv(server, routine.run);
  return { routine, answer };
}

function sentRoutine(bench: Bench) {
  const { client } = bench.pair();
  const routine = new Routine();
  const answer = new Overlap(bench, null).send(client, new Uint8Array(10), routine.run);
  return { routine, answer };
}

const waited = (result: number) => (result === 258 ? "WAIT_TIMEOUT" : String(result));

/** WSAWaitForMultipleEvents on `count` events that nobody signals. */
function waitFor(bench: Bench, count: number, alertable = false): string {
  const events = Array.from({ length: count }, () => bench.ws2.WSACreateEvent());
  const result = bench.ws2.WSAWaitForMultipleEvents(count, events, false, 20, alertable);
  return result === -1 || result === 0xffffffff ? bench.told(false) : waited(result);
}

/** Programs for the rows about completion routines, alertable waits and events. */
export const ROUTINE_PROGRAMS: Programs = {
  "WSARecv APC pending (hEvent=0x1234 ignored)": (b) => pendingRoutine(b).answer,
  "apc count after non-alertable Sleep": (b) => {
    const { client, routine } = pendingRoutine(b);
    b.send(client, "abc");
    b.ws2.kernel32.Sleep(20);
    return String(routine.calls);
  },
  SleepEx: (b) => {
    const { client, routine, operation } = pendingRoutine(b);
    b.send(client, "abc");
    const result = b.ws2.kernel32.SleepEx(100, true);
    return shown(String(result), {
      apc: routine.calls,
      ...routine.told,
      same_ov: Number(routine.overlapped === operation.overlapped),
      hEvent_kept: Number(operation.overlapped.hEvent === CONTEXT),
    });
  },
  "WSARecv APC immediate": (b) => {
    const { routine, answer } = immediateRoutine(b);
    return shown(answer, { apc_before_alertable: routine.calls });
  },
  "SleepEx 0": (b) => {
    const { routine } = immediateRoutine(b);
    return shown(String(b.ws2.kernel32.SleepEx(0, true)), { apc: routine.calls, cb: routine.told.cb });
  },
  "APC after closesocket": (b) => {
    const { server, routine } = pendingRoutine(b);
    b.ws2.closesocket(server);
    const result = b.ws2.kernel32.SleepEx(20, true);
    return shown(String(result), { apc: routine.calls, cb: routine.told.cb, error: routine.error });
  },
  "WSASend APC immediate": (b) => sentRoutine(b).answer,
  "WSAWaitForMultipleEvents alertable": (b) => {
    const { routine } = sentRoutine(b);
    const answer = waitFor(b, 1, true);
    return shown(answer, { apc: routine.calls });
  },
  "WSAWaitForMultipleEvents timeout": (b) => waitFor(b, 1),
  "WSAWaitForMultipleEvents 0 events": (b) => waitFor(b, 0),
  "WSAWaitForMultipleEvents 65": (b) => waitFor(b, 65),
  WSACloseEvent: (b) => b.told(b.ws2.WSACloseEvent(b.ws2.WSACreateEvent())),
  "WSACloseEvent bad": (b) => b.told(b.ws2.WSACloseEvent(CONTEXT)),
  "WSASetEvent bad": (b) => b.told(b.ws2.WSASetEvent(CONTEXT)),
};
