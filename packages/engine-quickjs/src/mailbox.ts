import { randomBytes } from "node:crypto";
import type { QuickJSContext, QuickJSHandle } from "quickjs-emscripten";
import { layout, MAILBOX_SIZE } from "./operations.js";

/** Reads a length that the guest wrote, limited to `most` bytes. */
export function lengthOf(word: number, most: number = layout.dataSize): number {
  return Math.min(word >>> 0, most);
}

/** The host's side of the mailbox: views of the engine's memory at the guest's ArrayBuffer. */
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
    // The engine does not report addresses: fill the buffer with random bytes and search for them.
    const noise = randomBytes(MAILBOX_SIZE);
    this.handle = context.newArrayBuffer(new Uint8Array(noise).buffer);
    this.#address = Buffer.from(memory.buffer).indexOf(noise);
    if (this.#address < 0 || this.#address % 8 !== 0) {
      throw new Error("[ws2kit] engine-quickjs: the host cannot find the buffers of this build of QuickJS.");
    }
    this.refresh();
    this.data.fill(0);
  }

  /** Reads a text in UTF-16 from the first `size` bytes of the data. */
  text(size: number): string {
    return Buffer.from(this.data.subarray(0, lengthOf(size))).toString("utf16le");
  }

  /** Makes the views again if the memory has grown, which detaches its old buffer. */
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
