import { performance } from "node:perf_hooks";

/** How much a guest may log: so many bytes a second. A quiet second may be followed by one second's worth at once. */
export class LogAllowance {
  readonly #rate: number;
  #left: number;
  #at = performance.now();
  #lines = 0;
  #bytes = 0;

  constructor(bytesPerSecond: number) {
    this.#rate = bytesPerSecond;
    this.#left = bytesPerSecond;
  }

  /** Whether a line of `bytes` may pass; one that may not is counted as dropped. */
  take(bytes: number): boolean {
    const now = performance.now();
    this.#left = Math.min(this.#rate, this.#left + ((now - this.#at) * this.#rate) / 1000);
    this.#at = now;
    if (bytes > this.#left) {
      this.#lines++;
      this.#bytes += bytes;
      return false;
    }
    this.#left -= bytes;
    return true;
  }

  /** The record "log-dropped" of the lines dropped since the last one, or `null` if there are none. */
  takeDropped(): { code: string; args: number[] } | null {
    if (this.#lines === 0) return null;
    const args = [this.#lines, this.#bytes, this.#rate];
    this.#lines = this.#bytes = 0;
    return { code: "log-dropped", args };
  }
}
