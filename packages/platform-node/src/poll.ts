/**
 * For a host that keeps a `struct pollfd` array of its own, in another engine's memory: poll(2) itself, and what
 * ends it from another thread.
 */
import { pollTime } from "./interest.js";
import { libc } from "./libc.js";
import { Wake } from "./wake.js";

/** poll(2) over `n` entries of `table`: how many are ready; 0 too when a signal ended it. */
export function pollTable(table: Int32Array, n: number, ms: number): number {
  return Math.max(0, libc().poll(table, n, pollTime(ms)));
}

export type { Wake };

/** A descriptor that `raise` makes readable, on whatever thread. The caller closes it. */
export function newWake(): Wake {
  return new Wake(libc());
}
