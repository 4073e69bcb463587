import type { Allocator } from "./engine-module.js";

/** The smallest block that is worth occupying. */
const CRUMB = 64;

/**
 * Makes a heap budget exact.
 *
 * QuickJS's own limit does not add up in WebAssembly, where it cannot ask how large a block is: it refuses a single
 * allocation beyond the limit, and any number of smaller ones passes. But the memory has an end, so the host occupies
 * all of it except the budget; then an allocation beyond the budget fails as it does on a device.
 */
export class HeapLimit {
  readonly #allocator: Allocator;
  readonly #freeAtFirst: number;
  #largest: Block = { address: 0, size: 0 };

  /** To be made before the engine's runtime: what that takes is the guest's to pay. */
  constructor(allocator: Allocator) {
    this.#allocator = allocator;
    this.#freeAtFirst = this.#free();
  }

  /** Bytes allocated since the beginning. To be asked before `leave`. */
  get used(): number {
    return this.#freeAtFirst - this.#free();
  }

  /** Leaves `bytes` free, in one piece, for good. */
  leave(bytes: number): void {
    const room = this.#allocator._malloc(bytes);
    const [largest] = this.#fill();
    if (largest !== undefined) this.#largest = largest;
    this.#allocator._free(room);
  }

  /** Takes `bytes` away that the host itself has just given back, lest they become the guest's. */
  occupy(bytes: number): void {
    this.#allocator._malloc(bytes);
  }

  /** Runs the host's own `work` with memory to spare: a guest may have died of having none. */
  lifted<T>(work: () => T): T {
    this.#allocator._free(this.#largest.address);
    try {
      return work();
    } finally {
      this.#largest = { ...this.#largest, address: this.#allocator._malloc(this.#largest.size) };
    }
  }

  #free(): number {
    const blocks = this.#fill();
    for (const { address } of blocks) this.#allocator._free(address);
    return blocks.reduce((sum, { size }) => sum + size, 0);
  }

  /** Allocates all there is, in blocks as large as they come: the memory may be in several pieces. */
  #fill(): Block[] {
    const blocks: Block[] = [];
    for (let size = 1 << 30; size >= CRUMB; size >>= 1) {
      for (let address = this.#allocator._malloc(size); address !== 0; address = this.#allocator._malloc(size)) {
        blocks.push({ address, size });
      }
    }
    return blocks;
  }
}

interface Block {
  readonly address: number;
  readonly size: number;
}
