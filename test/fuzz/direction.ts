import { assert } from "chai";

/** What one send hands over: its length is what may arrive of it, and what must once it `isFinal`. */
export class Chunk {
  isFinal = false;

  constructor(
    readonly id: number,
    public length: number,
  ) {}

  byteAt(offset: number): number {
    return (this.id * 37 + offset * 11 + (offset >> 8)) & 0xff;
  }

  bytes(): Uint8Array {
    const bytes = new Uint8Array(this.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = this.byteAt(i);
    return bytes;
  }
}

/** One direction of a stream: the sent bytes, and the number of received bytes. */
export class Direction {
  /** The sender has shut its side or closed. */
  isEnded = false;
  /** The sent bytes are unknown from here on: a process ended while a send was pending. */
  isObscure = false;
  readonly #chunks: Chunk[] = [];
  #offset = 0;
  #nextId = 1;

  constructor(readonly seed: number) {}

  /** A send of `length` bytes begins. */
  offer(length: number): Chunk {
    const chunk = new Chunk(this.seed * 101 + this.#nextId++, length);
    this.#chunks.push(chunk);
    return chunk;
  }

  /** A send has handed over `sent` bytes, and no more will come of it. */
  settle(chunk: Chunk, sent: number): void {
    chunk.length = sent;
    chunk.isFinal = true;
  }

  /** Bytes that certainly were sent, and were not received yet. */
  get waiting(): number {
    let waiting = -this.#offset;
    for (const chunk of this.#chunks) {
      if (!chunk.isFinal) break;
      waiting += chunk.length;
    }
    return Math.max(waiting, 0);
  }

  /** Bytes that may have been sent, and were not received yet. */
  get underWay(): number {
    return this.#chunks.reduce((sum, chunk) => sum + chunk.length, 0) - this.#offset;
  }

  /** Asserts that received bytes are the next sent bytes, in order. */
  receive(bytes: Uint8Array, length: number, isPeek: boolean): void {
    if (this.isObscure) return;
    let at = 0;
    let offset = this.#offset;
    for (let i = 0; i < length; i++) {
      while (at < this.#chunks.length && offset === this.#chunks[at].length) {
        at++;
        offset = 0;
      }
      if (at === this.#chunks.length) assert.fail(`${length - i} bytes were received that nobody sent`);
      const expected = this.#chunks[at].byteAt(offset++);
      if (bytes[i] !== expected) assert.fail(`byte ${i} of ${length} is ${bytes[i]}, and ${expected} was sent`);
    }
    if (isPeek) return;
    this.#chunks.splice(0, at);
    this.#offset = offset;
    this.#forgetRead();
  }

  #forgetRead(): void {
    while (this.#chunks.length > 0 && this.#chunks[0].isFinal && this.#offset === this.#chunks[0].length) {
      this.#chunks.shift();
      this.#offset = 0;
    }
  }
}
