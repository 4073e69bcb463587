import { performance } from "node:perf_hooks";
import type { Figures } from "./outcome.js";

/** Collects a guest's figures. */
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

  /** Records the boot; only the first call counts, so that the bundle's own call precedes the one at its end. */
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

  /** The most bytes of heap since the last call of this. */
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
