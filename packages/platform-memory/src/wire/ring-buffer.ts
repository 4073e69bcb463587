import { copyBytes } from "./byte-copy.js";

const FIRST_CAPACITY = 512;

/** A queue of bytes. It allocates memory on first use and doubles it when full; the writer enforces the limit. */
export class RingBuffer {
  #bytes: Uint8Array | null = null;
  #head = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Allocated bytes. */
  get capacity(): number {
    return this.#bytes === null ? 0 : this.#bytes.length;
  }

  /** The capacity that `length` bytes need. */
  capacityFor(length: number): number {
    let capacity = this.capacity || FIRST_CAPACITY;
    while (capacity < length) capacity *= 2;
    return length === 0 ? this.capacity : capacity;
  }

  write(source: Uint8Array, off: number, len: number): void {
    if (len === 0) return;
    const bytes = this.#roomFor(this.#length + len);
    const tail = (this.#head + this.#length) % bytes.length;
    const first = Math.min(len, bytes.length - tail);
    copyBytes(bytes, tail, source, off, first);
    if (first < len) copyBytes(bytes, 0, source, off + first, len - first);
    this.#length += len;
  }

  /** Copies `len` bytes, from `skip` bytes after the head, without removing them. */
  peek(target: Uint8Array, off: number, len: number, skip = 0): void {
    const bytes = this.#bytes;
    if (bytes === null || len === 0) return;
    const start = (this.#head + skip) % bytes.length;
    const first = Math.min(len, bytes.length - start);
    copyBytes(target, off, bytes, start, first);
    if (first < len) copyBytes(target, off + first, bytes, 0, len - first);
  }

  /** The byte at `skip` bytes after the head. */
  byteAt(skip: number): number {
    const bytes = this.#bytes as Uint8Array;
    return bytes[(this.#head + skip) % bytes.length];
  }

  drop(len: number): void {
    this.#length -= len;
    // An empty buffer restarts at 0, so that short messages never wrap.
    this.#head = this.#length === 0 ? 0 : (this.#head + len) % this.capacity;
  }

  /** Removes all but the first `len` bytes. */
  truncate(len: number): void {
    this.#length = len;
  }

  /** Removes the bytes and frees the memory. */
  release(): void {
    this.#bytes = null;
    this.#head = 0;
    this.#length = 0;
  }

  #roomFor(length: number): Uint8Array {
    const old = this.#bytes;
    if (old !== null && length <= old.length) return old;
    const bytes = new Uint8Array(this.capacityFor(length));
    this.peek(bytes, 0, this.#length);
    this.#bytes = bytes;
    this.#head = 0;
    return bytes;
  }
}
