import { type Waitable, WSAETIMEDOUT } from "@ws2kit/spi";
import type { Process } from "../process.js";
import { runApcs } from "./apcs.js";
import { waitFor } from "./wait.js";

/** The result of an alertable wait that ended because an APC has run. */
export const ALERTED = -1;

/**
 * Waits as `waitFor` does. If `alertable` is set, the current thread's APCs run and end the wait with ALERTED. Those
 * run that were queued when the wait ended, one after another, on the thread that waits. `call` is the API function.
 */
export function alertableWait(process: Process, what: Waitable, ms: number, alertable: boolean, call: string): number {
  const { thread } = process;
  if (!alertable) return waitFor(process, what, ms, null, call);
  if (thread.apcs.length === 0) {
    const either: Waitable = { ready: () => what.ready() || thread.apcs.length > 0 };
    const code = waitFor(process, either, ms, null, call);
    if (code !== 0 && code !== WSAETIMEDOUT) return code;
    if (thread.apcs.length === 0) return code;
  }
  runApcs(thread);
  return ALERTED;
}

/** Never ready: a wait that only time or an APC ends. */
export const NOTHING: Waitable = { ready: () => false };
