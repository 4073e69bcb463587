import { type Waitable, WSAEINPROGRESS, WSAEINTR, WSAENETDOWN, WSAETIMEDOUT, WSASYSCALLFAILURE } from "@ws2kit/spi";
import type { Process } from "../process.js";
import { runApcs } from "./apcs.js";
import type { CallbackThread } from "./provider-thread.js";

/** Milliseconds between two runs of a blocking hook while nothing happens. */
const HOOK_INTERVAL = 10;

/**
 * The one place where a call blocks. Waits until `what` is ready, at most `ms` milliseconds (-1: without limit), and
 * runs callbacks and polls the network meanwhile. Returns 0 when `what` is ready, else the code that the call reports.
 * If `inside` names a provider's DLL, the thread's APCs run too and do not end the wait (oracle select-08), and an
 * exception of a callback of that DLL ends it with WSASYSCALLFAILURE. `call` is the API function that waits.
 */
export function waitFor(
  process: Process,
  what: Waitable,
  ms: number,
  inside: CallbackThread | null = null,
  call = process.currentCall,
): number {
  const { machine, thread } = process;
  if (thread.waiting !== null) return WSAEINPROGRESS;
  thread.waiting = what;
  thread.waitingIn = inside;
  thread.waitingCall = call;
  thread.cancelled = false;
  if (ms !== 0) machine.noteBlocking(call);
  try {
    return waitUntil(process, what, ms < 0 ? -1 : machine.platform.now() + ms, inside);
  } finally {
    thread.waiting = null;
  }
}

function waitUntil(process: Process, what: Waitable, deadline: number, inside: CallbackThread | null): number {
  const { machine, thread } = process;
  const { platform } = machine;
  const faults = inside?.faults;
  for (;;) {
    machine.deliver();
    process.thread = thread;
    if (inside !== null) runApcs(thread);
    // WSASetBlockingHook/runs: the system's own waits (events, ports, sleep) run no hook
    const hook = inside === null ? null : thread.hook;
    hook?.run();
    if (what.ready()) return 0;
    if (thread.cancelled) return WSAEINTR;
    if (inside?.faults !== faults) return WSASYSCALLFAILURE;
    // a hook runs again and again, so a wait with one is a series of short ones
    let left = hook === null ? -1 : HOOK_INTERVAL;
    if (deadline >= 0) {
      const rest = deadline - platform.now();
      if (rest <= 0) return WSAETIMEDOUT;
      left = left < 0 ? rest : Math.min(left, rest);
    }
    const due = machine.dueIn;
    if (due === 0) {
      // callbacks have queued more callbacks: those run before time passes
      machine.readiness.look();
      continue;
    }
    if (due > 0) left = left < 0 ? due : Math.min(left, due);
    if (!(machine.threads?.wait(what, left) ?? platform.wait(left))) {
      machine.recordStandstill();
      return WSAENETDOWN;
    }
    machine.readiness.look();
  }
}
