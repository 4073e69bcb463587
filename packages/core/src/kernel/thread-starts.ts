import type { Platform, Waitable } from "@ws2kit/spi";
import type { Readiness } from "./readiness.js";

/** The part of a machine that its threads use. */
interface ThreadContext {
  readonly platform: Platform;
  readonly readiness: Readiness;
  readonly busy: boolean;
}

/**
 * The threads that programs of one machine start. A thread is a callback that runs in `turn`, or inside the wait of
 * another thread, on that thread's stack. So waits end last in, first out.
 */
export class ThreadStarts {
  readonly #context: ThreadContext;
  readonly #due: (() => void)[] = [];
  /** Threads whose callbacks are on the stack. */
  #depth = 0;
  /** The wait under way, and the descriptors that were ready when it last polled. */
  #what: Waitable | null = null;
  #seen: readonly number[] = [];

  constructor(context: ThreadContext) {
    this.#context = context;
  }

  /** Queues a thread's callback. */
  add(run: () => void): void {
    this.#due.push(run);
  }

  /** Runs the queued threads, each to its end. */
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
   * Waits as `Platform.wait` does, for a call on the stack of another thread; returns `undefined` if no other thread is
   * on the stack. Descriptors that are ready belong to the threads below, which cannot go on yet: they are muted, so
   * that they do not end this wait again and again. Returns `false` if only the threads below could end this wait.
   */
  wait(what: Waitable, ms: number): boolean | undefined {
    if (this.#depth === 0) return undefined;
    const { platform, readiness } = this.#context;
    readiness.look();
    const ready = readiness.ready();
    const isNews = what !== this.#what || ready.some((fd) => !this.#seen.includes(fd));
    this.#what = what;
    this.#seen = ready;
    // `look` may have made the awaited object ready
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
