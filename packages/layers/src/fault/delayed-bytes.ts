import type { ProviderImports } from "@ws2kit/spi";
import type { Pipe } from "../stream/stream-filter.js";

/**
 * The most delayed bytes of one direction, counting OVERHEAD for each piece; then the filter pauses that direction.
 */
const WINDOW = 65536;
const PIECES = 64;

interface Piece {
  readonly due: number;
  readonly bytes: Uint8Array;
}

/** The delayed bytes of one direction of a stream, in order. */
export class DelayedBytes {
  readonly #pieces: Piece[] = [];
  #length = 0;

  constructor(
    readonly way: "down" | "up",
    readonly imports: Pick<ProviderImports, "hold">,
    readonly now: () => number,
  ) {}

  /** When the last of them arrives. Bytes that are sent later do not arrive earlier. */
  get lastDue(): number {
    return this.#pieces.length === 0 ? -Infinity : this.#pieces[this.#pieces.length - 1].due;
  }

  push(due: number, bytes: Uint8Array, pipe: Pipe): void {
    this.#pieces.push({ due, bytes });
    this.#hold(bytes.length);
    if (this.#isFull) pipe.pause(this.way);
    if (this.#pieces.length === 1) this.#await(pipe);
  }

  /** Drops the bytes, because the stream is closed. */
  clear(): void {
    this.#pieces.length = 0;
    this.#hold(-this.#length);
  }

  get #isFull(): boolean {
    return this.#length >= WINDOW || this.#pieces.length >= PIECES;
  }

  #await(pipe: Pipe): void {
    pipe.later(this.#pieces[0].due - this.now(), () => this.#arrive(pipe));
  }

  #arrive(pipe: Pipe): void {
    const time = this.now();
    while (this.#pieces.length > 0 && this.#pieces[0].due <= time) {
      const { bytes } = this.#pieces.shift() as Piece;
      this.#hold(-bytes.length);
      pipe[this.way](bytes);
    }
    if (!this.#isFull) pipe.resume(this.way);
    if (this.#pieces.length > 0) this.#await(pipe);
  }

  #hold(bytes: number): void {
    this.#length += bytes;
    this.imports.hold(bytes);
  }
}
