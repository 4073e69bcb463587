import type { Platform, Waitable } from "@ws2kit/spi";
import type { Readiness } from "./readiness.js";

/** The part of a machine that its threads use. */
interface ThreadContext {
  readonly platform: Platform;
  readonly readiness: Readiness;
  readonly busy: boolean;
}

/**
 * The threads that programs of one machine start. A thread is a callback that runs in `turn` or in another thread's
 * wait, on its stack: so waits end last in, first out.
 */
export class ThreadStarts {
  readonly #context: ThreadContext;
  readonly #due: (() => void)[] = [];
  /** Threads whose callbacks are on the stack. */
  #depth = 0;
  /** What waits now, and the descriptors that were ready when it looked last. */
  #what: Waitable | null = null;
  #seen: readonly number[] = [];

  constructor(context: ThreadContext) {
    this.#context = context;
  }

  /** Puts a thread's callback behind those that are to run. */
  add(run: () => void): void {
    this.#due.push(run);
  }

  /** Runs the threads that are to run, each to its end. */
  run(): void {
    for (let left = this.#due.length; left > 0 && this.#due.length > 0; left--) {
      this.#depth++;
      try {
        this.#due.shift()?.();
      } finally {
        this.#depth--;
      }
    }
  }

  /**
   * Waits as `Platform.wait` does, on the stack of another thread: `undefined` if there is no such. What is ready for
   * the threads below, which cannot go on yet, must not keep this wait awake, so it is not watched meanwhile; and when
   * nothing is left that could end this wait but they, it is over: `false`.
   */
  wait(what: Waitable, ms: number): boolean | undefined {
    if (this.#depth === 0) return undefined;
    const { platform, readiness } = this.#context;
    readiness.look();
    const ready = readiness.ready();
    const isNews = what !== this.#what || ready.some((fd) => !this.#seen.includes(fd));
    this.#what = what;
    this.#seen = ready;
    // what the look has brought may be just what is waited for
    if (isNews || this.#context.busy) return true;
    if (ms < 0 && readiness.watched <= ready.length) return false;
    readiness.mute(ready);
    try {
      return platform.wait(ms);
    } finally {
      readiness.unmute(ready);
    }
  }
}
