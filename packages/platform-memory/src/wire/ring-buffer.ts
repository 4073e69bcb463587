import { copyBytes } from "./byte-copy.js";

const FIRST_CAPACITY = 512;

/** Bytes in the order they came. Memory is taken on first use and doubles as it fills; the writer keeps the limit. */
export class RingBuffer {
  #bytes: Uint8Array | null = null;
  #head = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** The bytes of memory it holds. */
  get capacity(): number {
    return this.#bytes === null ? 0 : this.#bytes.length;
  }

  /** The capacity that holding `length` bytes will take. */
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

  /** Copies `len` bytes, from `skip` bytes behind the head, without taking them. */
  peek(target: Uint8Array, off: number, len: number, skip = 0): void {
    const bytes = this.#bytes;
    if (bytes === null || len === 0) return;
    const start = (this.#head + skip) % bytes.length;
    const first = Math.min(len, bytes.length - start);
    copyBytes(target, off, bytes, start, first);
    if (first < len) copyBytes(target, off + first, bytes, 0, len - first);
  }

  /** The byte that stands `skip` bytes behind the head. */
  byteAt(skip: number): number {
    const bytes = this.#bytes as Uint8Array;
    return bytes[(this.#head + skip) % bytes.length];
  }

  drop(len: number): void {
    this.#length -= len;
    // An empty ring starts over, so that short messages never wrap.
    this.#head = this.#length === 0 ? 0 : (this.#head + len) % this.capacity;
  }

  /** Keeps the first `len` bytes. */
  truncate(len: number): void {
    this.#length = len;
  }

  /** Forgets the bytes and gives the memory back. */
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
