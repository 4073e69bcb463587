import { pollTime } from "./poll-time.js";

/** The asynchronous waits of one platform that have not ended. */
export class Sleepers {
  readonly #sleeping = new Set<() => void>();
  /** How many of the waits keep Node's process alive. */
  #keepers = 0;
  readonly #keepAlive: (isNeeded: boolean) => void;

  /** `keepAlive` is called when the first wait needs Node's process, and when none does any more. */
  constructor(keepAlive: (isNeeded: boolean) => void) {
    this.#keepAlive = keepAlive;
  }

  get isEmpty(): boolean {
    return this.#sleeping.size === 0;
  }

  /** Resolves at `wakeAll`, or after `ms` milliseconds (-1: no limit). `keepsAlive`: it keeps Node's process alive. */
  add(ms: number, keepsAlive: boolean): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#sleeping.delete(wake);
        if (keepsAlive && --this.#keepers === 0) this.#keepAlive(false);
        resolve();
      };
      const timer = ms < 0 ? undefined : setTimeout(wake, pollTime(ms));
      this.#sleeping.add(wake);
      if (!keepsAlive) timer?.unref();
      else if (this.#keepers++ === 0) this.#keepAlive(true);
    });
  }

  wakeAll(): void {
    for (const wake of this.#sleeping) wake();
  }
}
