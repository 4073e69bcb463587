import { randomBytes } from "node:crypto";
import type { QuickJSContext, QuickJSHandle } from "quickjs-emscripten";
import { layout, MAILBOX_SIZE } from "./operations.js";

/** A length that the guest has written into a word: no more than `most` bytes of a box, whatever the guest wrote. */
export function lengthOf(word: number, most: number = layout.dataSize): number {
  return Math.min(word >>> 0, most);
}

/** The host's side of the mailbox: views into the engine's memory, where the guest has an ArrayBuffer. */
export class Mailbox {
  /** The guest's ArrayBuffer. */
  readonly handle: QuickJSHandle;
  words!: Int32Array;
  float!: Float64Array;
  name!: Uint8Array;
  data!: Uint8Array;
  /** The data as `struct pollfd`s. */
  entries!: Int32Array;
  readonly #memory: WebAssembly.Memory;
  readonly #address: number;
  #buffer: ArrayBufferLike | undefined;

  constructor(context: QuickJSContext, memory: WebAssembly.Memory) {
    this.#memory = memory;
    // The engine says no addresses; a buffer full of noise says where it is.
    const noise = randomBytes(MAILBOX_SIZE);
    this.handle = context.newArrayBuffer(new Uint8Array(noise).buffer);
    this.#address = Buffer.from(memory.buffer).indexOf(noise);
    if (this.#address < 0 || this.#address % 8 !== 0) {
      throw new Error(
        "[ws2kit] engine-quickjs: this build of QuickJS keeps its buffers where the host cannot see them.",
      );
    }
    this.refresh();
    this.data.fill(0);
  }

  /** The text in the first `size` bytes of the data: UTF-16, as the guest's own texts are. */
  text(size: number): string {
    return Buffer.from(this.data.subarray(0, lengthOf(size))).toString("utf16le");
  }

  /** A memory that grows gets a new buffer, and the old views are dead. */
  refresh(): void {
    const { buffer } = this.#memory;
    if (buffer === this.#buffer) return;
    this.#buffer = buffer;
    this.words = new Int32Array(buffer, this.#address, 9);
    this.float = new Float64Array(buffer, this.#address + layout.float, 1);
    this.name = new Uint8Array(buffer, this.#address + layout.name, layout.nameSize);
    this.data = new Uint8Array(buffer, this.#address + layout.data, layout.dataSize);
    this.entries = new Int32Array(buffer, this.#address + layout.data, layout.dataSize / 4);
  }
}
