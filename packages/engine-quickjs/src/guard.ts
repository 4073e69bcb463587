import { performance } from "node:perf_hooks";
import { threadTime } from "@ws2kit/platform-node/poll";
import type { Outcome } from "./outcome.js";

/** Milliseconds between two measurements of the heap; each walks all of it. */
const SAMPLE_EVERY = 50;

export interface GuardOptions {
  /** The most milliseconds of this thread's processor time between two host calls. */
  readonly watchdog: number;
  /** Bytes of heap; Infinity if the allocator enforces the budget, because this count is a little too high. */
  readonly heap: number;
  /** Whether the host requested the guest's end. */
  readonly stopRequested: () => boolean;
  /** The number of host calls so far. */
  readonly calls: () => number;
  /** Bytes in use, measured now. */
  readonly heapUsed: () => number;
  readonly sampled: (heapUsed: number) => void;
}

/** Enforces a running guest's budgets. The engine calls `interrupt` every ten thousand steps. */
export class Guard {
  /** The outcome, if the guard ended the guest. */
  reason: Outcome | undefined;
  readonly #options: GuardOptions;
  #seenCalls = 0;
  #aloneSince = 0;
  #sampledAt = 0;

  constructor(options: GuardOptions) {
    this.#options = options;
  }

  /** Starts the watch before the guest runs. */
  begin(): void {
    this.#aloneSince = threadTime();
    this.#sampledAt = performance.now();
  }

  /** Whether to end the guest; `true` from then on. */
  readonly interrupt = (): boolean => {
    this.reason ??= this.#judge(performance.now());
    return this.reason !== undefined;
  };

  /** Measures the heap after a run, because a short run ends before the first measurement. */
  end(): void {
    if (this.#look()) this.reason ??= "heap";
  }

  #judge(now: number): Outcome | undefined {
    const { watchdog, stopRequested, calls } = this.#options;
    if (stopRequested()) return "stopped";
    // the processor time of other processes does not count
    const used = threadTime();
    if (calls() !== this.#seenCalls) {
      this.#seenCalls = calls();
      this.#aloneSince = used;
    }
    if (used - this.#aloneSince > watchdog) return "watchdog";
    if (now - this.#sampledAt < SAMPLE_EVERY) return undefined;
    return this.#look() ? "heap" : undefined;
  }

  /** Measures the heap: whether it exceeds the budget. */
  #look(): boolean {
    const heap = this.#options.heapUsed();
    this.#options.sampled(heap);
    // Measuring takes time, more for a larger heap.
    this.#sampledAt = performance.now();
    return heap > this.#options.heap;
  }
}
