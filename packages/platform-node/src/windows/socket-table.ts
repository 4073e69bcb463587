const SMALLEST = 64;

/**
 * Numbers by socket. Windows' handles are multiples of 4, so that an array of a quarter of the largest handle holds
 * them.
 */
export class SocketTable {
  #numbers: Int32Array<ArrayBuffer> = new Int32Array(SMALLEST);

  /** The number of a socket; 0 for an unknown one. */
  get(s: number): number {
    return this.#numbers[s >>> 2] ?? 0;
  }

  set(s: number, number: number): void {
    const at = s >>> 2;
    if (at >= this.#numbers.length) {
      const larger = new Int32Array(Math.max(2 * this.#numbers.length, at + 1));
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[at] = number;
  }
}
