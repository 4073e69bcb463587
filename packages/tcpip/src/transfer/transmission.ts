import {
  type FileObject,
  type HANDLE,
  newWSABUF,
  newWSAOVERLAPPED,
  ref,
  WSA_INVALID_HANDLE,
  WSA_IO_PENDING,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";

/** The codes of a file that cannot be read, and of a read at a file's end. */
const ERROR_INVALID_FUNCTION = 1;
const ERROR_HANDLE_EOF = 38;

/** A part of a transmission. */
export interface Source {
  /** The bytes in memory, or the file that contains them. */
  readonly from: Uint8Array | FileObject;
  /** The file's handle. */
  readonly handle: HANDLE;
  /** The offset of the bytes in the file; -1 for the file's current offset, which each read moves. */
  readonly offset: number;
  /** How many bytes; Infinity for all up to the file's end. */
  readonly length: number;
  /** Whether the next part begins another datagram. */
  readonly endsPacket: boolean;
}

/** Reads parts of memory and of files one after the other, in blocks to send. */
export class Transmission {
  /** The block. Its `left` bytes from `off` on are not sent yet. */
  readonly buf: Uint8Array;
  off = 0;
  left = 0;
  readonly #sources: readonly Source[];
  /** The part that is being read, and how many of its bytes have been read. */
  #at = 0;
  #read = 0;

  /** `size` is the length of the longest block, in bytes. */
  constructor(sources: readonly Source[], size: number) {
    this.#sources = sources;
    this.buf = new Uint8Array(size);
  }

  /** Reads the next block; it is empty after the last part. Returns 0, or the code of a file. */
  next(): number {
    this.off = 0;
    this.left = 0;
    while (this.#at < this.#sources.length && this.left < this.buf.length) {
      const source = this.#sources[this.#at];
      const count = this.#fill(source);
      if (count < 0) return -count;
      this.left += count;
      this.#read += count;
      if (count > 0 && this.#read < source.length) continue;
      this.#at++;
      this.#read = 0;
      if (source.endsPacket && this.left > 0) break;
    }
    return 0;
  }

  /** Reads from one part into the room that is left. Returns bytes, 0 at a file's end, or a negative code. */
  #fill({ from, handle, offset, length }: Source): number {
    const room = Math.min(this.buf.length - this.left, length - this.#read);
    if (from instanceof Uint8Array) {
      this.buf.set(from.subarray(this.#read, this.#read + room), this.left);
      return room;
    }
    const buffer = newWSABUF(this.buf, room, this.left);
    const at = offset + this.#read;
    const lpOverlapped =
      offset < 0 ? null : { ...newWSAOVERLAPPED(), Offset: at >>> 0, OffsetHigh: Math.floor(at / 2 ** 32) };
    const count = ref(0);
    const code = from.read?.({ handle, buffer, lpNumberOfBytes: count, lpOverlapped }) ?? ERROR_INVALID_FUNCTION;
    if (code === ERROR_HANDLE_EOF) return 0;
    // refuse a read that would wait: it is no file's, and the code would mean that a send must wait
    if (code === WSAEWOULDBLOCK || code === WSA_IO_PENDING) return -WSA_INVALID_HANDLE;
    return code === 0 ? Math.min(count.value >>> 0, room) : -code;
  }
}
