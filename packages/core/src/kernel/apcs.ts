import type { Thread } from "./thread.js";

/** Runs a thread's APCs, to the end of the queue as it is. */
export function runApcs({ apcs }: Thread): void {
  for (let left = apcs.length; left > 0; left--) apcs.shift()?.();
}
