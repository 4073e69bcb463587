import type { Kernel } from "./kernel.js";

const PAGE = 4096;
const MEM_COMMIT_AND_RESERVE = 0x3000;
const MEM_RELEASE = 0x8000;
const PAGE_NOACCESS = 1;
const PAGE_READWRITE = 4;

/**
 * C memory that ends where a page without access begins. A function that reads or writes beyond its end faults, as it
 * does in a C program.
 */
export class Guarded {
  readonly address: bigint;
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly #kernel: Kernel;
  readonly #base: bigint;

  constructor(kernel: Kernel, size: number) {
    this.#kernel = kernel;
    const room = PAGE * Math.max(1, Math.ceil(size / PAGE));
    this.#base = BigInt(kernel.VirtualAlloc(0n, room + PAGE, MEM_COMMIT_AND_RESERVE, PAGE_READWRITE));
    if (this.#base === 0n) throw new Error("[ws2kit] native: the system has no memory left.");
    kernel.VirtualProtect(this.#base + BigInt(room), PAGE, PAGE_NOACCESS, new Uint32Array(1));
    this.address = this.#base + BigInt(room - size);
    const whole = kernel.view(this.#base, room);
    this.bytes = new Uint8Array(whole, room - size, size);
    this.view = new DataView(whole, room - size, size);
  }

  /** Frees the memory: `bytes` and `view` must not be used afterwards. */
  free(): void {
    this.#kernel.VirtualFree(this.#base, 0, MEM_RELEASE);
  }
}
