import type { ProviderImports } from "@ws2kit/spi";

/** Bytes in their order, in the pieces in which they came; the machine counts them as held. */
export class ByteQueue {
  length = 0;
  #pieces: Uint8Array[] = [];
  /** Bytes of the first piece that are gone. */
  #gone = 0;

  constructor(readonly imports: Pick<ProviderImports, "hold">) {}

  /** Takes the bytes over; they must not change any more. */
  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#pieces.push(bytes);
    this.length += bytes.length;
    this.imports.hold(bytes.length);
  }

  /** Copies up to `len` bytes, from the one that has `ahead` before it; how many. */
  peek(ahead: number, into: Uint8Array, off: number, len: number): number {
    let from = this.#gone + ahead;
    let copied = 0;
    for (let i = 0; i < this.#pieces.length && copied < len; i++) {
      const piece = this.#pieces[i];
      if (from >= piece.length) {
        from -= piece.length;
        continue;
      }
      const part = piece.subarray(from, from + len - copied);
      into.set(part, off + copied);
      copied += part.length;
      from = 0;
    }
    return copied;
  }

  /** Lets go of the first `count` bytes. */
  drop(count: number): void {
    this.length -= count;
    this.imports.hold(-count);
    this.#gone += count;
    while (this.#pieces.length > 0 && this.#gone >= this.#pieces[0].length) {
      this.#gone -= (this.#pieces.shift() as Uint8Array).length;
    }
  }

  /** Takes all pieces out. */
  takeAll(): Uint8Array[] {
    const pieces = this.#pieces;
    if (pieces.length > 0) pieces[0] = pieces[0].subarray(this.#gone);
    this.#pieces = [];
    this.#gone = 0;
    this.imports.hold(-this.length);
    this.length = 0;
    return pieces;
  }
}
