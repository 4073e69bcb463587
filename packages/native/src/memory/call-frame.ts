import type { WSAOVERLAPPED } from "@ws2kit/spi";
import type { Callbacks } from "./callbacks.js";
import { Guarded } from "./guarded.js";
import type { Kernel } from "./kernel.js";
import type { Operations } from "./operations.js";

/** The C memory of one call, and what is copied back to its caller after it. */
export class CallFrame {
  /** The operation that the call begins; `null` for a synchronous call. */
  readonly operation: WSAOVERLAPPED | null;
  readonly operations: Operations;
  readonly callbacks: Callbacks;
  readonly #kernel: Kernel;
  readonly #memory: Guarded[] = [];
  /** The addresses of values that several parameters may name. */
  readonly #addresses = new Map<object, bigint>();
  readonly #returned: { readonly memory: Guarded; readonly copyBack: (memory: Guarded) => void; before: Uint8Array }[] =
    [];

  constructor(kernel: Kernel, operations: Operations, callbacks: Callbacks, operation: WSAOVERLAPPED | null) {
    this.#kernel = kernel;
    this.operations = operations;
    this.callbacks = callbacks;
    this.operation = operation;
  }

  /** Memory until the call returns. */
  memory(size: number): Guarded {
    const memory = new Guarded(this.#kernel, size);
    this.#memory.push(memory);
    return memory;
  }

  /** The address that `make` returned for a value the first time: a value that is passed twice is one pointer. */
  once(value: object, make: () => bigint): bigint {
    const address = this.#addresses.get(value) ?? make();
    this.#addresses.set(value, address);
    return address;
  }

  /** Memory until the call returns, copied back then if the call has changed it. */
  returned(size: number, copyBack: (memory: Guarded) => void): Guarded {
    const memory = this.memory(size);
    this.#returned.push({ memory, copyBack, before: memory.bytes });
    return memory;
  }

  /** Called when all memory is filled, before the system is called. */
  begin(): void {
    for (const each of this.#returned) each.before = each.memory.bytes.slice();
  }

  /** Memory until the operation ends; as `returned` in a synchronous call. `copyBack` runs after each later call. */
  kept(size: number, copyBack: (memory: Guarded) => void): Guarded {
    if (this.operation === null) return this.returned(size, copyBack);
    const memory = new Guarded(this.#kernel, size);
    this.operations.pin(this.operation, memory, () => copyBack(memory));
    return memory;
  }

  /** Copies results back and frees the memory. */
  end(): void {
    // first, because the call may have the result of an operation
    this.operations.copyBack();
    for (const { memory, copyBack, before } of this.#returned) {
      if (memory.bytes.some((byte, i) => byte !== before[i])) copyBack(memory);
    }
    for (const memory of this.#memory) memory.free();
  }
}
