/** Numbers from here on stand for values that are not numbers themselves. */
const FIRST = 0x40000000;

/** Values that C stores as a number, such as a completion key, and returns. */
export class Contexts {
  readonly #values: unknown[] = [];

  numberOf(value: unknown): number {
    if (typeof value === "number" && value >= 0 && value < FIRST) return value;
    const known = this.#values.indexOf(value);
    return FIRST + (known >= 0 ? known : this.#values.push(value) - 1);
  }

  valueOf(number: number): unknown {
    return number < FIRST ? number : this.#values[number - FIRST];
  }
}
