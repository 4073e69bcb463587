import type { Allocator } from "./engine-module.js";

/** Bytes of the smallest block to occupy. */
const CRUMB = 64;

/**
 * Makes a heap budget exact.
 *
 * In WebAssembly, QuickJS cannot ask for the size of a block, so its own limit does not count allocations: it refuses
 * only a single allocation beyond the limit. But the engine's memory has a maximum. The host occupies all of it except
 * the budget, so that an allocation beyond the budget fails as it does on a device.
 */
export class HeapLimit {
  readonly #allocator: Allocator;
  readonly #freeAtFirst: number;
  #largest: Block = { address: 0, size: 0 };

  /** Call it before the engine's runtime is created: the budget includes the runtime's memory. */
  constructor(allocator: Allocator) {
    this.#allocator = allocator;
    this.#freeAtFirst = this.#free();
  }

  /** Bytes allocated since this was created. Read it before `leave`. */
  get used(): number {
    return this.#freeAtFirst - this.#free();
  }

  /** Occupies all memory except `bytes` in one piece. */
  leave(bytes: number): void {
    const room = this.#allocator._malloc(bytes);
    const [largest] = this.#fill();
    if (largest !== undefined) this.#largest = largest;
    this.#allocator._free(room);
  }

  /** Occupies `bytes` that the host has just freed, so that the guest cannot allocate them. */
  occupy(bytes: number): void {
    this.#allocator._malloc(bytes);
  }

  /** Runs the host's own `work` with free memory: the guest may have used all. */
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

  /** Allocates all memory, in the largest possible blocks: free memory may be in several pieces. */
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
