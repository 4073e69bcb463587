/**
 * For a host that keeps a `struct pollfd` array of its own, in another engine's memory: poll(2) itself, what ends it
 * from another thread, and the processor time that the engine takes.
 */
import { pollTime } from "./epoll.js";
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

const CLOCK_THREAD_CPUTIME_ID = 3;
const spent = new BigInt64Array(2);

/** Milliseconds of processor time that the calling thread has taken, with fractions. */
export function threadTime(): number {
  libc().clock_gettime(CLOCK_THREAD_CPUTIME_ID, spent);
  return Number(spent[0]) * 1e3 + Number(spent[1]) / 1e6;
}
