/** A fraction of a byte that is ignored, as the clock's fractions make rounding errors. */
const GRAIN = 1e-6;

/** A token bucket: the bytes that may pass now. It fills at a rate, up to a burst. */
export class Bucket {
  #tokens: number;
  #at: number;

  constructor(
    /** Bytes a second. */
    readonly rate: number,
    /** Bytes that may pass at once after a pause. */
    readonly burst: number,
    now: number,
  ) {
    this.#tokens = burst;
    this.#at = now;
  }

  /** Whole bytes that may pass now. */
  available(now: number): number {
    this.#fill(now);
    return Math.floor(this.#tokens + GRAIN);
  }

  take(bytes: number): void {
    this.#tokens -= bytes;
  }

  /** Milliseconds until `bytes` bytes, at most a burst, may pass. */
  wait(bytes: number, now: number): number {
    this.#fill(now);
    return Math.max(((Math.min(bytes, this.burst) - this.#tokens) * 1000) / this.rate, 0);
  }

  #fill(now: number): void {
    this.#tokens = Math.min(this.#tokens + ((now - this.#at) * this.rate) / 1000, this.burst);
    this.#at = now;
  }
}
