import { WSAEINPROGRESS, WSAEINTR, WSAENETDOWN, WSAETIMEDOUT, type Waitable } from "@ws2kit/spi";
import type { Process } from "./process.js";

/**
 * The one place where a call blocks. Waits until `what` is ready, at most `ms` milliseconds (-1: however long it
 * takes), and delivers callbacks and network meanwhile. 0 when it is ready, else the code to answer with.
 */
export function waitFor(process: Process, what: Waitable, ms: number): number {
  const { machine, thread } = process;
  if (thread.waiting !== null) return WSAEINPROGRESS;
  thread.waiting = what;
  thread.waitingCall = process.currentCall;
  thread.cancelled = false;
  machine.noteBlocking(process.currentCall);
  const code = waitUntil(process, what, ms < 0 ? -1 : machine.platform.now() + ms);
  thread.waiting = null;
  return code;
}

function waitUntil(process: Process, what: Waitable, deadline: number): number {
  const { machine, thread } = process;
  const { platform } = machine;
  for (;;) {
    machine.deliver();
    process.thread = thread;
    if (what.ready()) return 0;
    if (thread.cancelled) return WSAEINTR;
    let left = -1;
    if (deadline >= 0) {
      left = deadline - platform.now();
      if (left <= 0) return WSAETIMEDOUT;
    }
    if (!platform.wait(left)) {
      machine.recordStandstill();
      return WSAENETDOWN;
    }
    machine.readiness.look();
  }
}
