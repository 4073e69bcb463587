/** How long to wait before the next attempt: twice as long each time, and never the same for two devices. */
export class BackOff {
  readonly #first: number;
  readonly #longest: number;
  readonly #random: () => number;
  #attempts = 0;

  /** Milliseconds at first and at most; `random` gives numbers from 0 to below 1. */
  constructor({ first, longest }: { readonly first: number; readonly longest: number }, random: () => number) {
    this.#first = first;
    this.#longest = longest;
    this.#random = random;
  }

  /** Milliseconds until the next attempt: from half to all of what the attempts so far have earned. */
  next(): number {
    const whole = Math.min(this.#longest, this.#first * 2 ** this.#attempts);
    if (whole < this.#longest) this.#attempts++;
    return Math.ceil((whole / 2) * (1 + this.#random()));
  }

  /** It works again. */
  reset(): void {
    this.#attempts = 0;
  }
}
