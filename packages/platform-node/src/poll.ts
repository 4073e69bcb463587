/**
 * For a host whose `struct pollfd` array is in another engine's memory: poll(2), a way to end it from another thread,
 * and the processor time of a thread.
 */

import { libc } from "./linux/libc.js";
import { Wake } from "./linux/wake.js";
import { pollTime } from "./poll-time.js";

/** Calls poll(2) for `n` entries of `table`. Returns the number of ready entries; 0 also if a signal ended the call. */
export function pollTable(table: Int32Array, n: number, ms: number): number {
  return Math.max(0, libc().poll(table, n, pollTime(ms)));
}

export type { Wake };

/** Opens a descriptor that `raise` makes readable, on any thread. The caller closes it. */
export function newWake(): Wake {
  return new Wake(libc());
}

const CLOCK_THREAD_CPUTIME_ID = 3;
const spent = new BigInt64Array(2);

/** Milliseconds of processor time that the calling thread has used, with fractions. */
export function threadTime(): number {
  libc().clock_gettime(CLOCK_THREAD_CPUTIME_ID, spent);
  return Number(spent[0]) * 1e3 + Number(spent[1]) / 1e6;
}
