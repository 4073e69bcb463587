import { type Waitable, WSAETIMEDOUT } from "@ws2kit/spi";
import type { Process } from "../process.js";
import { runApcs } from "./apcs.js";
import { waitFor } from "./wait.js";

/** What an alertable wait answers when it ended because an APC has run. */
export const ALERTED = -1;

/**
 * Waits as `waitFor` does. If the wait is alertable, the current thread's APCs end it and run: ALERTED. APCs run to the
 * end of the queue as it was, each on the thread that waits, and never while another runs. `call`: the API function.
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
