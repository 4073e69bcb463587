import { performance } from "node:perf_hooks";
import type { Figures } from "./outcome.js";

/** Gathers a guest's figures. */
export class Telemetry {
  hostCalls = 0;
  readonly #tell: ((figures: Figures) => void) | undefined;
  readonly #startedAt = performance.now();
  #bootMs: number | null = null;
  #heapAfterBoot: number | null = null;
  #heapPeak = 0;
  #heapPeakSince = 0;

  constructor(tell: ((figures: Figures) => void) | undefined) {
    this.#tell = tell;
  }

  /** The first time counts: what a bundle says of itself is better than where it ends. */
  booted(heapUsed: number): void {
    if (this.#bootMs !== null) return;
    this.#bootMs = performance.now() - this.#startedAt;
    this.#heapAfterBoot = heapUsed;
    this.sampled(heapUsed);
  }

  sampled(heapUsed: number): void {
    if (heapUsed > this.#heapPeak) this.#heapPeak = heapUsed;
    if (heapUsed > this.#heapPeakSince) this.#heapPeakSince = heapUsed;
    this.#tell?.(this.figures());
  }

  /** The most heap that was seen since this was last asked. */
  takePeak(): number {
    const peak = this.#heapPeakSince;
    this.#heapPeakSince = 0;
    return peak;
  }

  figures(): Figures {
    return {
      bootMs: this.#bootMs,
      heapAfterBoot: this.#heapAfterBoot,
      heapPeak: this.#heapPeak,
      hostCalls: this.hostCalls,
    };
  }
}
