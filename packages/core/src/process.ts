import {
  isRef,
  type Ref,
  type SlotName,
  SOCKET_ERROR,
  WSAEINPROGRESS,
  WSAENOTSOCK,
  type WSAEVENT,
  WSANOTINITIALISED,
  WSASYSCALLFAILURE,
} from "@ws2kit/spi";
import { CallFrame } from "./calls/call-frame.js";
import { textOf } from "./calls/containment.js";
import type { LoadedProvider } from "./calls/loaded-provider.js";
import type { CatalogEntry } from "./catalog/catalog.js";
import { membersOf } from "./catalog/chain.js";
import type { ProcessNameSpaces } from "./catalog/name-space-catalog.js";
import { type Explanation, explainChoice } from "./catalog/selection.js";
import type { AsyncRequests } from "./kernel/async-requests.js";
import { EventObject } from "./kernel/event-object.js";
import { HandleTable, type KernelObject, SOCKET_OBJECT } from "./kernel/handle-table.js";
import { isSocketObject, type SocketObject } from "./kernel/socket-object.js";
import { Thread } from "./kernel/thread.js";
import type { Machine, ProcessOptions } from "./machine.js";
import { Loader } from "./providers/loader.js";

/** An address space with ws2 loaded: startup count, loaded providers, handles, threads. */
export class Process {
  /** Its handles: sockets, events, completion ports and files. */
  readonly handles: HandleTable;
  /** Loads and releases providers. */
  readonly loader: Loader;
  /** The current thread. */
  thread = new Thread(1);
  /** Successful WSAStartup calls that no WSACleanup has matched. */
  startups = 0;
  /** The code with which every call fails now: WSANOTINITIALISED, WSAEINPROGRESS inside a callback, or 0 for none. */
  unavailableCode = WSANOTINITIALISED;
  /** The lowest version that WSAStartup has granted; the 1.1 functions work only for 1.x. */
  version = 0;
  /** Functions that release objects of providers, called after the last WSACleanup. */
  readonly releases: (() => void)[] = [];
  /** Its look-ups whose results are posted as messages; absent before the first. */
  declare requests?: AsyncRequests;
  /** Its providers of name spaces, from the first call that needs them to the last WSACleanup. */
  declare nameSpaces?: ProcessNameSpaces;
  /** Whether it was terminated: none of its code runs after that. */
  hasEnded = false;

  readonly #threads: Thread[] = [this.thread];
  readonly #frames: CallFrame[] = [new CallFrame()];
  #depth = 0;
  /** The catalog as it was at the first WSAStartup; null if the system's processes use the live catalog. */
  snapshot: readonly CatalogEntry[] | null = null;

  constructor(
    /** The machine that it runs on. */
    readonly machine: Machine,
    /** The process identifier. */
    readonly id: number,
    /** The options of `openProcess`. */
    readonly options: ProcessOptions,
  ) {
    this.handles = new HandleTable(machine.profile.limits.handles);
    this.loader = new Loader(this);
  }

  /** Whether it may change the catalog. */
  get isPrivileged(): boolean {
    return this.options.privileged !== false;
  }

  /** The catalog entries that this process uses, in order. */
  get entries(): readonly CatalogEntry[] {
    return this.snapshot ?? this.machine.catalog.entries;
  }

  /** Returns the catalog entry with an identifier, or null. */
  entry(dwCatalogEntryId: number): CatalogEntry | null {
    return this.entries.find((entry) => entry.dwCatalogEntryId === dwCatalogEntryId) ?? null;
  }

  /** Starts ws2, at the first WSAStartup. */
  attach(): void {
    this.unavailableCode = 0;
    if (this.machine.profile.architecture.catalog === "snapshot") this.snapshot = this.machine.catalog.entries;
  }

  /** Stops ws2, at the last WSACleanup. Calls WSPCleanup of each provider, then closes the sockets that remain. */
  detach(): void {
    this.loader.unloadAll();
    this.#closeAll(isSocketObject);
    this.#release();
    this.snapshot = null;
    this.unavailableCode = WSANOTINITIALISED;
    this.version = 0;
  }

  /** Ends the process as a crash does: without WSPCleanup. Closes all handles. */
  terminate(): void {
    this.hasEnded = true;
    this.loader.forgetAll();
    this.#release();
    this.#closeAll(() => true);
    this.startups = 0;
    this.unavailableCode = WSANOTINITIALISED;
    this.machine.processes.delete(this.id);
  }

  #release(): void {
    for (const release of this.releases.splice(0)) release();
  }

  /** Makes a thread. */
  openThread(): Thread {
    const thread = new Thread(this.#threads[this.#threads.length - 1].id + 1);
    this.#threads.push(thread);
    return thread;
  }

  /** Removes a thread that has ended. */
  closeThread(thread: Thread): void {
    this.#threads.splice(this.#threads.indexOf(thread), 1);
  }

  /** Runs `fn` with `thread` as the current thread, and returns its result. */
  runOn<T>(thread: Thread, fn: () => T): T {
    const { thread: before, unavailableCode } = this;
    this.thread = thread;
    if (thread !== before && unavailableCode === WSAEINPROGRESS) this.unavailableCode = 0;
    try {
      return fn();
    } finally {
      this.thread = before;
      this.unavailableCode = this.startups === 0 ? WSANOTINITIALISED : unavailableCode;
    }
  }

  /** Runs a callback in which every call fails with WSAEINPROGRESS. */
  whileUnavailable<T>(callback: () => T): T {
    this.unavailableCode = WSAEINPROGRESS;
    try {
      return callback();
    } finally {
      this.unavailableCode = this.startups === 0 ? WSANOTINITIALISED : 0;
    }
  }

  /**
   * Returns the catalog entries that `socket(af, type, protocol)` tries, why it rejects each, and the chain of the
   * result.
   */
  explainSocket(af: number, type: number, protocol: number): Explanation {
    const { machine, entries } = this;
    const { mixedTriple } = machine.profile.architecture;
    const choice = explainChoice(entries, af, type, protocol, mixedTriple);
    return { ...choice, chain: choice.entry === null ? [] : membersOf(machine, entries, choice.entry) };
  }

  /** Describes the blocking calls of its threads: "process 4 thread 8 in recv". */
  waits(): string[] {
    return this.#threads
      .filter((thread) => thread.waiting !== null)
      .map((thread) => `process ${this.id} thread ${thread.id} in ${thread.waitingCall}`);
  }

  /** The API function that the current thread is in. */
  get currentCall(): string {
    return this.#depth === 0 ? "" : this.#frames[this.#depth - 1].call;
  }

  /** The provider whose slot the current thread runs; `null` outside of slots. */
  get currentProvider(): LoadedProvider | null {
    return this.#depth === 0 ? null : this.#frames[this.#depth - 1].provider;
  }

  /** Reports failure to the application: SOCKET_ERROR, and the code for WSAGetLastError. */
  fail(code: number): typeof SOCKET_ERROR {
    this.thread.lastError = code;
    return SOCKET_ERROR;
  }

  /** As `fail`, for a call that returns BOOL. */
  deny(code: number): false {
    this.thread.lastError = code;
    return false;
  }

  /**
   * Returns the socket of a handle; null, with the last error set, if the handle is no socket's or ws2 is not started.
   */
  socketOf(s: number): SocketObject | null {
    if (this.unavailableCode !== 0) {
      this.thread.lastError = this.unavailableCode;
      return null;
    }
    const object = this.handles.find(s);
    if (object !== null && object.kind >= SOCKET_OBJECT) return object as SocketObject;
    this.thread.lastError = WSAENOTSOCK;
    return null;
  }

  /** Enters a provider's slot for the API function `call`; each `enter` needs a `leave`. */
  enter(call: string, provider: LoadedProvider, slot: SlotName): CallFrame {
    const depth = this.#depth++;
    if (depth === this.#frames.length) this.#frames.push(new CallFrame());
    const frame = this.#frames[depth];
    frame.call = call;
    frame.provider = provider;
    frame.slot = slot;
    frame.errno.value = 0;
    return frame;
  }

  /** Leaves a slot, and sets the last error. `failed`: whether the slot reported failure. */
  leave(frame: CallFrame, failed: boolean): void {
    this.#depth--;
    // a provider that fails without a code violates the SPI
    this.thread.lastError = failed ? frame.errno.value || WSASYSCALLFAILURE : 0;
  }

  /** Leaves the slot of a call that writes the number of bytes to the caller's pointer. Returns 0 or SOCKET_ERROR. */
  leaveData(
    frame: CallFrame,
    result: number,
    pointer: Ref<number> | null,
    counter: "bytesSent" | "bytesReceived",
  ): number {
    const bytes = result === 0 && isRef(pointer) ? (pointer.value as number) : 0;
    return this.leaveCount(frame, result, bytes, counter) === SOCKET_ERROR ? SOCKET_ERROR : 0;
  }

  /** Leaves the slot of a call that returns the number of bytes. Returns that number, or SOCKET_ERROR. */
  leaveCount(frame: CallFrame, result: number, bytes: number, counter: "bytesSent" | "bytesReceived"): number {
    if (result !== 0 || typeof bytes !== "number" || bytes >>> 0 !== bytes) {
      return this.#leaveFailed(frame, result, bytes);
    }
    this.leave(frame, false);
    const { counters } = this.machine;
    counters.operations++;
    counters[counter] += bytes;
    return bytes;
  }

  /**
   * Leaves the slot of a data call that failed or returned an invalid result: a result other than 0 and SOCKET_ERROR,
   * or a number of bytes that is no count.
   */
  #leaveFailed(frame: CallFrame, result: number, bytes: unknown): number {
    if (result !== SOCKET_ERROR) {
      const what = result === 0 ? `it reported ${textOf(bytes)} bytes` : `it returned ${textOf(result)}`;
      this.containSlot(new TypeError(what), frame);
    }
    this.leave(frame, true);
    return SOCKET_ERROR;
  }

  /** Fails the call of a slot that threw with WSASYSCALLFAILURE. Rethrows an exception that is not the provider's. */
  containSlot(error: unknown, { provider, slot, errno }: CallFrame): void {
    this.#depth--;
    this.machine.containment.contain(error, provider.path, slot);
    this.#depth++;
    errno.value = WSASYSCALLFAILURE;
  }

  /**
   * Wraps a completion routine of the application so that its exceptions are not blamed on a provider, and so that it
   * never runs inside a call that does not wait. Anything that is not a function is returned as it is.
   */
  ownRoutine<T>(routine: T): T {
    if (typeof routine !== "function") return routine;
    const run = (...args: unknown[]): void => {
      if (this.machine.putOff(this, () => run(...args))) return;
      try {
        routine(...args);
      } catch (error) {
        throw this.machine.containment.from(error, null, "");
      }
    };
    return run as T;
  }

  /** Runs a routine of the application on the first thread. Its exceptions are not blamed on a provider. */
  runUnblamed(routine: () => void): void {
    try {
      this.runOn(this.#threads[0], routine);
    } catch (error) {
      throw this.machine.containment.from(error, null, "");
    }
  }

  /** See `ProcessControl`. */
  onSignal(hEvent: WSAEVENT, routine: (() => void) | null): boolean {
    const event = this.handles.find(hEvent);
    if (!(event instanceof EventObject)) return false;
    let isPosted = false;
    const run = () => {
      isPosted = false;
      // the event may have been closed, or watched by another routine, since it was signalled
      if (event.watcher === watcher && this.handles.find(hEvent) === event) routine?.();
    };
    const watcher = () => {
      if (!isPosted) this.machine.postRoutine(this, run);
      isPosted = true;
    };
    event.watcher = routine === null ? null : watcher;
    if (event.isSignalled) event.watcher?.();
    return true;
  }

  #closeAll(isMeant: (object: KernelObject) => boolean): void {
    const { counters } = this.machine;
    this.handles.forEach((object, handle) => {
      if (!isMeant(object)) return;
      this.handles.remove(handle);
      counters.handles--;
      if (isSocketObject(object)) counters.sockets--;
      object.abandon?.();
    });
  }
}
