/** Random numbers from a seed (mulberry32): the same seed and the same calls produce the same faults. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** From 0 up to, but not including, 1. */
  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let z = this.#state;
    z = Math.imul(z ^ (z >>> 15), z | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 0x100000000;
  }

  /** A whole number from 1 up to, and including, `most`. */
  upTo(most: number): number {
    return 1 + Math.floor(this.fraction() * most);
  }

  /**
   * Returns `true` with this probability. 0 and 1 draw no number, so that an unused fault does not change the others.
   */
  chance(probability: number): boolean {
    return probability > 0 && (probability >= 1 || this.fraction() < probability);
  }
}
