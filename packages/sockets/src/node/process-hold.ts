import type { Drive } from "@ws2kit/core";

/** The members of a drive by which it keeps Node's process alive or does not. */
export type ProcessReference = Pick<Drive, "ref" | "unref">;

/** By drive: the open sockets and servers that keep the process alive, of every adapter over it. */
const HOLDS = new WeakMap<ProcessReference, Set<ProcessHold>>();

/** From the first call for a drive on, the process ends when no socket or server of `netOver` holds it. */
export function holdsOf(drive: ProcessReference): Set<ProcessHold> {
  let holds = HOLDS.get(drive);
  if (holds === undefined) {
    holds = new Set();
    HOLDS.set(drive, holds);
    drive.unref();
  }
  return holds;
}

/** The share of one socket or server in what keeps the process alive. Without a drive it has no effect. */
export class ProcessHold {
  readonly #drive: ProcessReference | null;
  #isReleased = false;

  /** Holds the process from now on. */
  constructor(drive: ProcessReference | null) {
    this.#drive = drive;
    this.ref();
  }

  ref(): void {
    if (this.#drive === null || this.#isReleased) return;
    const holds = holdsOf(this.#drive);
    if (holds.size === 0) this.#drive.ref();
    holds.add(this);
  }

  unref(): void {
    if (this.#drive === null) return;
    const holds = holdsOf(this.#drive);
    if (holds.delete(this) && holds.size === 0) this.#drive.unref();
  }

  /** Ends the share, as the socket or server is closed: `ref` has no effect afterwards. */
  release(): void {
    this.unref();
    this.#isReleased = true;
  }
}
