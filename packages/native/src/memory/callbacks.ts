import type { LPWSAOVERLAPPED_COMPLETION_ROUTINE as Routine } from "@ws2kit/spi";
import { type GROUP, type LPCONDITIONPROC, newWSABUF, ref, type WSABUF } from "@ws2kit/spi";
import { Contexts } from "./contexts.js";
import type { Kernel } from "./kernel.js";
import type { Operations } from "./operations.js";

const WSABUF_SIZE = 16;

/** A function of the caller that C can call, as koffi registers it. */
type Registered = bigint;

/** The functions of a process that C calls. Each is registered once, for as long as the process lives. */
export class Callbacks {
  readonly contexts = new Contexts();
  readonly #koffi: typeof import("koffi");
  readonly #kernel: Kernel;
  readonly #operations: Operations;
  readonly #registered = new Map<unknown, Registered>();
  readonly #routineType: import("koffi").TypeObject;
  readonly #conditionType: import("koffi").TypeObject;

  constructor(koffi: typeof import("koffi"), kernel: Kernel, operations: Operations) {
    this.#koffi = koffi;
    this.#kernel = kernel;
    this.#operations = operations;
    this.#routineType = koffi.pointer(
      koffi.proto("void (uint32_t error, uint32_t bytes, uintptr_t overlapped, uint32_t flags)"),
    );
    this.#conditionType = koffi.pointer(
      koffi.proto(
        "int (uintptr_t callerId, uintptr_t callerData, void *sqos, void *gqos, uintptr_t calleeId, void *calleeData, uintptr_t g, uintptr_t context)",
      ),
    );
  }

  routine(routine: Routine): Registered {
    return this.#of(
      routine,
      this.#routineType,
      (error: number, bytes: number, overlapped: bigint | number, flags: number) => {
        this.#operations.copyBack();
        // the structure is the caller's own, because the system returns the address that it was given
        routine(error, bytes, this.#operations.at(BigInt(overlapped)) as Parameters<Routine>[2], flags);
      },
    );
  }

  condition(condition: LPCONDITIONPROC): Registered {
    type Address = bigint | number;
    const callback = (
      callerId: Address,
      callerData: Address,
      _sqos: unknown,
      _gqos: unknown,
      calleeId: Address,
      calleeData: Address | null,
      g: Address,
      context: Address,
    ): number => {
      const group = ref<GROUP>(this.#numberAt(BigInt(g)));
      const [caller, callee] = [callerId, calleeId].map((at) => this.#bufferAt(BigInt(at)) ?? newWSABUF(null));
      const sent = this.#bufferAt(BigInt(callerData));
      // TCP/IP transmits no data of the callee, and may leave this structure unset
      const room = calleeData === null ? null : newWSABUF(null);
      const answer = condition(caller, sent, null, null, callee, room, group, this.contexts.valueOf(Number(context)));
      if (BigInt(g) !== 0n) new DataView(this.#kernel.view(BigInt(g), 4)).setUint32(0, group.value, true);
      return answer;
    };
    return this.#of(condition, this.#conditionType, callback);
  }

  // biome-ignore lint/suspicious/noExplicitAny: koffi's callbacks have the parameters of their prototype
  #of(key: unknown, type: import("koffi").TypeObject, callback: (...args: any[]) => unknown): Registered {
    let registered = this.#registered.get(key);
    if (registered === undefined) {
      registered = this.#koffi.register(callback, type);
      this.#registered.set(key, registered);
    }
    return registered;
  }

  #numberAt(address: bigint): number {
    return address === 0n ? 0 : new DataView(this.#kernel.view(address, 4)).getUint32(0, true);
  }

  /** A copy of the WSABUF at an address, and of its bytes; `null` for NULL. */
  #bufferAt(address: bigint): WSABUF | null {
    if (address === 0n) return null;
    const view = new DataView(this.#kernel.view(address, WSABUF_SIZE));
    const [len, bytes] = [view.getUint32(0, true), view.getBigUint64(8, true)];
    return newWSABUF(bytes === 0n || len === 0 ? null : new Uint8Array(this.#kernel.view(bytes, len)).slice());
  }
}
