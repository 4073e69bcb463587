import { newWSANETWORKEVENTS, type WSANETWORKEVENTS } from "@ws2kit/spi";
import type { Ws2 } from "./ws2.js";

/** What the sockets of a process share, as none of them uses it across an await. */
interface Shared {
  /** Where they receive, before what came is copied out. */
  scratch: Uint8Array;
  readonly happened: WSANETWORKEVENTS;
  /** Operations that have succeeded at once, since the last that waited for a turn. */
  atOnce: number;
}

const SHARED = /* @__PURE__ */ new WeakMap<Ws2, Shared>();
/** Operations that succeed at once before one waits for a turn. */
const MOST_AT_ONCE = 32;
/** The promise of operations that have succeeded at once. */
export const DONE = /* @__PURE__ */ Promise.resolve();
const FIRST = 2048;
/** The scratch buffer is not larger, however much arrives. */
const LARGEST = 65536;

export function sharedBy(ws2: Ws2): Shared {
  let shared = SHARED.get(ws2);
  if (shared === undefined) {
    shared = { scratch: new Uint8Array(FIRST), happened: newWSANETWORKEVENTS(), atOnce: 0 };
    SHARED.set(ws2, shared);
  }
  return shared;
}

/** The scratch buffer, of at least `size` bytes. */
export function scratchOf(ws2: Ws2, size: number): Uint8Array {
  const shared = sharedBy(ws2);
  if (shared.scratch.length < size) shared.scratch = new Uint8Array(size);
  return shared.scratch;
}

/** Doubles the scratch buffer after a receive of `received` bytes has filled it. */
export function growScratch(ws2: Ws2, received: number): void {
  if (received < LARGEST && received === sharedBy(ws2).scratch.length) scratchOf(ws2, 2 * received);
}

/**
 * Called when an operation has succeeded at once. Returns `null`; at each 32nd call a promise that resolves in the next
 * turn, so that one busy connection does not starve other sockets and timers. That promise never resolves if the
 * machine runs no further turn, or the process terminates first.
 */
export function succeeded(ws2: Ws2): Promise<void> | null {
  const shared = sharedBy(ws2);
  if (++shared.atOnce < MOST_AT_ONCE) return null;
  shared.atOnce = 0;
  return new Promise((resolve) => void ws2.after(0, resolve));
}
