/**
 * For a host whose `struct pollfd` array is in another engine's memory: poll(2), a way to end it from another thread,
 * and the processor time of a thread.
 */

import { anySystem, system, type Wake } from "./system.js";

/**
 * Calls poll(2) for `n` entries of `table`, which have Linux's form on every system: 8 bytes each. Returns the number
 * of ready entries; 0 also if a signal ended the call.
 */
export function pollTable(table: Int32Array, n: number, ms: number): number {
  return anySystem().pollTable(table, n, ms);
}

/** Throws on a system whose sockets this package does not know. */
export function requireSockets(): void {
  system();
}

export type { Wake };

/** Opens a descriptor that `raise` makes readable, on any thread. The caller closes it. */
export function newWake(): Wake {
  return anySystem().newWake();
}

/** Milliseconds of processor time that the calling thread has used, with fractions. */
export function threadTime(): number {
  return anySystem().threadTime();
}
