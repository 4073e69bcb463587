import fc from "fast-check";

/** The number of random numbers of a program; after the last, it starts again with the first. */
const LENGTH = 512;
const numbers = fc.array(fc.nat(), { minLength: LENGTH, maxLength: LENGTH });

/** The random choices of a program: numbers from a seed. */
export class Choices {
  readonly #numbers: readonly number[];
  #at = 0;
  #made = 0;

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }

  /** From 0 up to, but not including, `bound`. */
  below(bound: number): number {
    return this.#numbers[this.#at++ % this.#numbers.length] % bound;
  }

  oneOf<T>(these: readonly T[]): T {
    return these[this.below(these.length)];
  }

  /** Some of them, in their order, at least one. */
  someOf<T>(these: readonly T[]): T[] {
    const some = these.filter(() => this.below(2) === 0);
    return some.length > 0 ? some : [this.oneOf(these)];
  }

  /** A variable that no other has. */
  fresh(): string {
    return `v${this.#made++}`;
  }
}

/** Choices for `count` programs of a seed. */
export function choicesFor(seed: number, count: number): Choices[] {
  return fc.sample(numbers, { seed, numRuns: count }).map((list) => new Choices(list));
}
