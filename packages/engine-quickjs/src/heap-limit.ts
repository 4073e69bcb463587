import type { Allocator } from "./engine-module.js";

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
  #ballast = 0;
  #ballastSize = 0;

  /** To be made before the engine's runtime: what that takes is the guest's to pay. */
  constructor(allocator: Allocator) {
    this.#allocator = allocator;
    this.#freeAtFirst = largestBlock(allocator);
  }

  /** What has been allocated since the beginning. */
  get used(): number {
    return this.#freeAtFirst - largestBlock(this.#allocator);
  }

  /** Leaves `bytes` free from now on. */
  leave(bytes: number): void {
    this.#allocator._free(this.#ballast);
    this.#ballastSize = Math.max(0, largestBlock(this.#allocator) - bytes);
    this.#ballast = this.#allocator._malloc(this.#ballastSize);
  }

  /** Takes `bytes` away that the host itself has just given back, lest they become the guest's. */
  occupy(bytes: number): void {
    this.#allocator._malloc(bytes);
  }

  /** Runs the host's own `work` with memory to spare: a guest may have died of having none. */
  lifted<T>(work: () => T): T {
    this.#allocator._free(this.#ballast);
    try {
      return work();
    } finally {
      this.#ballast = this.#allocator._malloc(this.#ballastSize);
    }
  }
}

function largestBlock(allocator: Allocator): number {
  let fits = 0;
  for (let step = 1 << 30; step >= 64; step >>= 1) {
    const address = allocator._malloc(fits + step);
    if (address === 0) continue;
    allocator._free(address);
    fits += step;
  }
  return fits;
}
