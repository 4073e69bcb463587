import { performance } from "node:perf_hooks";
import { threadTime } from "@ws2kit/platform-node/poll";
import type { Outcome } from "./outcome.js";

/** Milliseconds between two looks at the heap: a look walks all of it. */
const SAMPLE_EVERY = 50;

export interface GuardOptions {
  /** Milliseconds of this thread's processor time without a host call. */
  readonly watchdog: number;
  /** Bytes of heap; Infinity where the allocator itself keeps the budget, for this count is a little high. */
  readonly heap: number;
  /** Whether the host wants the guest to end. */
  readonly stopRequested: () => boolean;
  /** How many host calls there were. */
  readonly calls: () => number;
  /** Bytes in use, measured now. */
  readonly heapUsed: () => number;
  readonly sampled: (heapUsed: number) => void;
}

/** Looks after a running guest: the engine asks it every ten thousand steps whether to go on. */
export class Guard {
  /** Why the guest was ended, if it was this that ended it. */
  reason: Outcome | undefined;
  readonly #options: GuardOptions;
  #seenCalls = 0;
  #aloneSince = 0;
  #sampledAt = 0;

  constructor(options: GuardOptions) {
    this.#options = options;
  }

  /** The guest is about to run. */
  begin(): void {
    this.#aloneSince = threadTime();
    this.#sampledAt = performance.now();
  }

  /** Whether to end the guest. Once ended it stays so. */
  readonly interrupt = (): boolean => {
    this.reason ??= this.#judge(performance.now());
    return this.reason !== undefined;
  };

  /** The guest has run: a last look at its heap, for a short run has not seen any. */
  end(): void {
    if (this.#look()) this.reason ??= "heap";
  }

  #judge(now: number): Outcome | undefined {
    const { watchdog, stopRequested, calls } = this.#options;
    if (stopRequested()) return "stopped";
    // a busy machine's time is not the guest's
    const used = threadTime();
    if (calls() !== this.#seenCalls) {
      this.#seenCalls = calls();
      this.#aloneSince = used;
    }
    if (used - this.#aloneSince > watchdog) return "watchdog";
    if (now - this.#sampledAt < SAMPLE_EVERY) return undefined;
    return this.#look() ? "heap" : undefined;
  }

  /** Whether there is more heap than the budget. */
  #look(): boolean {
    const heap = this.#options.heapUsed();
    this.#options.sampled(heap);
    // A look costs time of its own, and more for a larger heap.
    this.#sampledAt = performance.now();
    return heap > this.#options.heap;
  }
}
