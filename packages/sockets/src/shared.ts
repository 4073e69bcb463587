import { newWSANETWORKEVENTS, type WSANETWORKEVENTS } from "@ws2kit/spi";
import type { Ws2 } from "./ws2.js";

/** Operations that succeed at once before one waits for a turn. */
const MOST_AT_ONCE = 32;
/** The promise of operations that have succeeded at once. */
export const DONE = /* @__PURE__ */ Promise.resolve();
const FIRST = 2048;
/** The scratch buffer does not grow beyond this, however much arrives. */
const LARGEST = 65536;

/** What the sockets of a process share, as none of them uses it across an await. */
export class Shared {
  readonly happened: WSANETWORKEVENTS = newWSANETWORKEVENTS();
  readonly #ws2: Ws2;
  #scratch = new Uint8Array(FIRST);
  /** Operations that have succeeded at once, since the last that waited for a turn. */
  #atOnce = 0;

  constructor(ws2: Ws2) {
    this.#ws2 = ws2;
  }

  /** Where sockets receive, before what came is copied out: at least `size` bytes. */
  scratch(size: number): Uint8Array {
    if (this.#scratch.length < size) this.#scratch = new Uint8Array(size);
    return this.#scratch;
  }

  /** Doubles the scratch buffer after a receive of `received` bytes has filled it. */
  grow(received: number): void {
    if (received < LARGEST && received === this.#scratch.length) this.scratch(2 * received);
  }

  /**
   * Called when an operation has succeeded at once. Returns `true` at each 32nd call: that operation waits for the next
   * turn, so that one busy connection does not starve other sockets and timers. It never ends if the machine runs no
   * further turn, or the process terminates first.
   */
  isTurnDue(): boolean {
    if (++this.#atOnce < MOST_AT_ONCE) return false;
    this.#atOnce = 0;
    return true;
  }

  /** As `isTurnDue`: the promise of an operation that has succeeded at once. */
  succeeded(): Promise<void> {
    return this.isTurnDue() ? new Promise((resolve) => void this.#ws2.after(0, resolve)) : DONE;
  }
}

const SHARED = /* @__PURE__ */ new WeakMap<Ws2, Shared>();

export function sharedBy(ws2: Ws2): Shared {
  let shared = SHARED.get(ws2);
  if (shared === undefined) {
    shared = new Shared(ws2);
    SHARED.set(ws2, shared);
  }
  return shared;
}
