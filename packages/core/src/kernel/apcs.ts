import type { Thread } from "./thread.js";

/** Runs the APCs that are queued on a thread now. Those that they queue run at the next wait. */
export function runApcs({ apcs }: Thread): void {
  for (let left = apcs.length; left > 0; left--) apcs.shift()?.();
}
