import { newWSANETWORKEVENTS, type WSANETWORKEVENTS } from "@ws2kit/spi";
import type { Ws2 } from "./ws2.js";

/** What the sockets of a process share, as none of them uses it across an await. */
interface Shared {
  /** Where they receive, before what came is copied out. */
  scratch: Uint8Array;
  readonly happened: WSANETWORKEVENTS;
}

const SHARED = /* @__PURE__ */ new WeakMap<Ws2, Shared>();
const FIRST = 2048;
/** The scratch buffer is not larger, however much arrives. */
const LARGEST = 65536;

export function sharedBy(ws2: Ws2): Shared {
  let shared = SHARED.get(ws2);
  if (shared === undefined) {
    shared = { scratch: new Uint8Array(FIRST), happened: newWSANETWORKEVENTS() };
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
