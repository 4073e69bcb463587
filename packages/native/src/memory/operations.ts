import type { WSAOVERLAPPED } from "@ws2kit/spi";
import { Guarded } from "./guarded.js";
import type { Kernel } from "./kernel.js";

/** struct WSAOVERLAPPED on x64: Internal, InternalHigh (8 each), Offset, OffsetHigh (4 each), hEvent (8). */
const SIZE = 32;
const PENDING = 0x103;

/** A structure in C's memory for as long as the system may use it, and what is copied back when it changes. */
class Operation {
  readonly memory: Guarded;
  readonly #pinned: { readonly memory: Guarded; readonly copyBack: () => void }[] = [];

  constructor(kernel: Kernel, structure: WSAOVERLAPPED) {
    this.memory = new Guarded(kernel, SIZE);
    const { view } = this.memory;
    const members = [
      ["Internal", 0],
      ["InternalHigh", 8],
    ] as const;
    for (const [name, at] of members) {
      view.setUint32(at, structure[name], true);
      Object.defineProperty(structure, name, {
        configurable: true,
        enumerable: true,
        get: () => view.getUint32(at, true),
        set: (value: number) => view.setUint32(at, value, true),
      });
    }
  }

  get isPending(): boolean {
    return this.memory.view.getUint32(0, true) === PENDING;
  }

  pin(memory: Guarded, copyBack: () => void): void {
    this.#pinned.push({ memory, copyBack });
  }

  /** Copies what the system has written; after the end of the operation, for the last time. */
  copyBack(): void {
    // read first: the system may end the operation between the two
    const { isPending } = this;
    for (const { copyBack } of this.#pinned) copyBack();
    if (isPending) return;
    for (const { memory } of this.#pinned.splice(0)) memory.free();
  }
}

/**
 * The overlapped structures of a process, by identity. The system writes to them at any time, so that `Internal` and
 * `InternalHigh` read C's memory; buffers are copied back after each call.
 */
export class Operations {
  readonly #kernel: Kernel;
  readonly #byStructure = new Map<WSAOVERLAPPED, Operation>();
  readonly #byAddress = new Map<bigint, WSAOVERLAPPED>();

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** The address of a structure, with the members that the caller sets. */
  addressOf(structure: WSAOVERLAPPED): bigint {
    const { memory } = this.#of(structure);
    memory.view.setUint32(16, structure.Offset >>> 0, true);
    memory.view.setUint32(20, structure.OffsetHigh >>> 0, true);
    memory.view.setBigUint64(24, BigInt(structure.hEvent ?? 0), true);
    return memory.address;
  }

  /** The structure at an address; `null` for NULL or an unknown one. */
  at(address: bigint): WSAOVERLAPPED | null {
    return this.#byAddress.get(address) ?? null;
  }

  /** Keeps memory for as long as an operation may use it. */
  pin(structure: WSAOVERLAPPED, memory: Guarded, copyBack: () => void): void {
    this.#of(structure).pin(memory, copyBack);
  }

  /** Copies what the system has written so far. */
  copyBack(): void {
    for (const operation of this.#byStructure.values()) operation.copyBack();
  }

  /** Forgets the operations that have ended; their memory is not freed, because `Internal` still reads it. */
  forgetEnded(): void {
    for (const [structure, operation] of this.#byStructure) {
      if (operation.isPending) continue;
      this.#byStructure.delete(structure);
      this.#byAddress.delete(operation.memory.address);
    }
  }

  #of(structure: WSAOVERLAPPED): Operation {
    let operation = this.#byStructure.get(structure);
    if (operation === undefined) {
      operation = new Operation(this.#kernel, structure);
      this.#byStructure.set(structure, operation);
      this.#byAddress.set(operation.memory.address, structure);
    }
    return operation;
  }
}
