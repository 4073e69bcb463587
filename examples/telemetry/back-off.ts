/**
 * The time to wait before the next attempt: it doubles each time, and is random, so that devices do not reconnect
 * together.
 */
export class BackOff {
  readonly #first: number;
  readonly #longest: number;
  readonly #random: () => number;
  #attempts = 0;

  /** `first` and `longest` are milliseconds; `random` returns numbers from 0 to below 1. */
  constructor({ first, longest }: { readonly first: number; readonly longest: number }, random: () => number) {
    this.#first = first;
    this.#longest = longest;
    this.#random = random;
  }

  /** Milliseconds until the next attempt: a random time between half the current limit and the limit. */
  next(): number {
    const whole = Math.min(this.#longest, this.#first * 2 ** this.#attempts);
    if (whole < this.#longest) this.#attempts++;
    return Math.ceil((whole / 2) * (1 + this.#random()));
  }

  /** Resets the time after an attempt that succeeded. */
  reset(): void {
    this.#attempts = 0;
  }
}
