import { createRequire } from "node:module";
import { NotApplicable } from "@ws2kit/conformance";
import type { WSAOVERLAPPED } from "@ws2kit/spi";
import { CallFrame } from "../memory/call-frame.js";
import { Callbacks } from "../memory/callbacks.js";
import { type Kernel, loadKernel } from "../memory/kernel.js";
import { Operations } from "../memory/operations.js";
import type { ResultKind, Row } from "./functions.js";
import { type Native, OVERLAPPED } from "./kinds.js";

const C_RESULT: Readonly<Record<ResultKind, string>> = {
  int: "int",
  DWORD: "uint32_t",
  WORD: "uint16_t",
  BOOL: "int",
  handle: "intptr_t",
  socket: "intptr_t",
  void: "void",
};

/** A function of a DLL with the product's parameters. */
export type SystemFunction = (...args: readonly unknown[]) => unknown;

type Library = import("koffi").LibraryHandle;

let ofThisProcess: SystemCalls | undefined;

/** The calls of this process. Throws an Error on a system other than Windows. */
export function systemCalls(): SystemCalls {
  if (process.platform !== "win32") {
    throw new Error(`[ws2kit] native: the system's own Winsock needs Windows, and this is ${process.platform}.`);
  }
  // not imported, because koffi fails to load on systems for which it has no binary
  ofThisProcess ??= new SystemCalls(createRequire(import.meta.url)("koffi"));
  return ofThisProcess;
}

/** The calls of one process to the system's DLLs. */
export class SystemCalls {
  readonly kernel: Kernel;
  readonly operations: Operations;
  readonly callbacks: Callbacks;
  readonly koffi: typeof import("koffi");
  /** The sockets that the process opened and has not closed. */
  readonly sockets = new Set<number>();
  readonly #ws2_32: Library;
  readonly #kernel32: Library;
  readonly #lastErrorOfTheThread: () => number;
  readonly #bound = new Map<string, SystemFunction>();
  #lastError = 0;

  constructor(koffi: typeof import("koffi")) {
    this.koffi = koffi;
    this.kernel = loadKernel(koffi);
    this.operations = new Operations(this.kernel);
    this.callbacks = new Callbacks(koffi, this.kernel, this.operations);
    this.#ws2_32 = koffi.load("ws2_32.dll");
    this.#kernel32 = koffi.load("kernel32.dll");
    this.#lastErrorOfTheThread = this.#ws2_32.func("int WSAGetLastError()");
  }

  /** The error of the last call. It is read at once, because copying results back uses the system too. */
  get lastError(): number {
    return this.#lastError;
  }

  /** Binds a function of the table. It ends its check as not applicable if the DLL does not export it. */
  bind(dll: "ws2_32" | "kernel32", name: string, row: Row): SystemFunction {
    let bound = this.#bound.get(name);
    if (bound === undefined) {
      bound = this.#bind(dll, name, row);
      this.#bound.set(name, bound);
    }
    return bound;
  }

  #bind(dll: "ws2_32" | "kernel32", name: string, [result, ...kinds]: Row): SystemFunction {
    const library = dll === "ws2_32" ? this.#ws2_32 : this.#kernel32;
    let call: (...args: Native[]) => number | bigint;
    try {
      call = library.func(
        name,
        C_RESULT[result],
        kinds.map(({ c }) => c),
      );
    } catch {
      return () => {
        throw new NotApplicable(`the system's ${dll}.dll does not export ${name}`);
      };
    }
    const beginsAt = kinds.indexOf(OVERLAPPED);
    return (...args) =>
      this.within((args[beginsAt] ?? null) as WSAOVERLAPPED | null, (frame) => {
        const values = kinds.map((kind, i) => kind.toC(args[i], frame, args));
        frame.begin();
        const raw = call(...values);
        this.#lastError = this.#lastErrorOfTheThread();
        return this.#value(result, raw);
      });
  }

  /** Binds a function as C declares it, for a caller that passes C's values. `null` if the DLL lacks it. */
  raw(dll: "ws2_32" | "kernel32", prototype: string): ((...args: Native[]) => number | bigint) | null {
    try {
      const call = (dll === "ws2_32" ? this.#ws2_32 : this.#kernel32).func(prototype);
      return (...args) => {
        const value = call(...args);
        this.#lastError = this.#lastErrorOfTheThread();
        return value;
      };
    } catch {
      return null;
    }
  }

  /** Runs a call with C memory that is copied back and freed at its end. */
  within<T>(operation: WSAOVERLAPPED | null, call: (frame: CallFrame) => T): T {
    const frame = new CallFrame(this.kernel, this.operations, this.callbacks, operation);
    try {
      return call(frame);
    } finally {
      frame.end();
    }
  }

  #value(kind: ResultKind, raw: number | bigint): unknown {
    if (kind === "void") return undefined;
    const number = Number(raw);
    if (kind === "BOOL") return number !== 0;
    if (kind === "socket" && number !== -1) this.sockets.add(number);
    return number;
  }
}
