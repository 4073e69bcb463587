import { performance } from "node:perf_hooks";

/** Limits a guest's log to a number of bytes in a second. An unused second is saved, but not more than one. */
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

  /** Whether a line of `bytes` is within the allowance; counts it as dropped if not. */
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

  /** The record "log-dropped" for the lines dropped since the last such record; `null` if none was dropped. */
  takeDropped(): { code: string; args: number[] } | null {
    if (this.#lines === 0) return null;
    const args = [this.#lines, this.#bytes, this.#rate];
    this.#lines = this.#bytes = 0;
    return { code: "log-dropped", args };
  }
}
