import type { ProviderImports } from "@ws2kit/spi";

/** A queue of bytes, in the pieces in which they arrived. The machine counts them in `bytesHeld`. */
export class ByteQueue {
  length = 0;
  #pieces: Uint8Array[] = [];
  /** The number of bytes of the first piece that have been removed. */
  #gone = 0;

  constructor(readonly imports: Pick<ProviderImports, "hold">) {}

  /** Appends bytes. The queue owns them: the caller must not change them any more. */
  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#pieces.push(bytes);
    this.length += bytes.length;
    this.imports.hold(bytes.length);
  }

  /** Copies up to `len` bytes, after the first `ahead` bytes. Returns the number. */
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

  /** Removes the first `count` bytes. */
  drop(count: number): void {
    this.length -= count;
    this.imports.hold(-count);
    this.#gone += count;
    while (this.#pieces.length > 0 && this.#gone >= this.#pieces[0].length) {
      this.#gone -= (this.#pieces.shift() as Uint8Array).length;
    }
  }

  /** Removes and returns all pieces. */
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
