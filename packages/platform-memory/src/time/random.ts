/** Random numbers from a seed (mulberry32): the same seed produces the same run. Not secure enough for keys. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** 32 random bits. */
  bits(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let z = this.#state;
    z = Math.imul(z ^ (z >>> 15), z | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return (z ^ (z >>> 14)) >>> 0;
  }

  /** From 0 up to, but not including, 1. */
  fraction(): number {
    return this.bits() / 0x100000000;
  }

  /** `true` with this probability. 0 and 1 draw no number, so that a network without losses draws none. */
  chance(probability: number): boolean {
    return probability > 0 && this.fraction() < probability;
  }

  fill(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; i++) bytes[i] = this.bits();
  }
}
