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
import { type Explanation, explainChoice } from "./catalog/selection.js";
import { EventObject } from "./kernel/event-object.js";
import { HandleTable, type KernelObject, SOCKET_OBJECT } from "./kernel/handle-table.js";
import { isSocketObject, type SocketObject } from "./kernel/socket-object.js";
import { Thread } from "./kernel/thread.js";
import type { Machine } from "./machine.js";
import { Loader } from "./providers/loader.js";

/** An address space with ws2 loaded: startup count, loaded providers, handles, threads. */
export class Process {
  readonly handles: HandleTable;
  readonly loader: Loader;
  thread = new Thread(1);
  /** Successful WSAStartup calls that no WSACleanup has matched. */
  startups = 0;
  /** Why no call works now, or 0: WSANOTINITIALISED, or WSAEINPROGRESS inside a callback that allows none. */
  unavailableCode = WSANOTINITIALISED;
  /** The lowest version that a WSAStartup was granted: the 1.1 functions work for 1.x alone. */
  version = 0;
  /** What releases objects that providers hold for this process, once ws2 is down. */
  readonly releases: (() => void)[] = [];
  /** It was terminated: no code of its own runs any more. */
  hasEnded = false;

  readonly #threads: Thread[] = [this.thread];
  readonly #frames: CallFrame[] = [new CallFrame()];
  #depth = 0;
  #snapshot: readonly CatalogEntry[] | null = null;

  constructor(
    readonly machine: Machine,
    readonly id: number,
    /** Whether it may change the catalog. */
    readonly isPrivileged: boolean,
  ) {
    this.handles = new HandleTable(machine.profile.limits.handles);
    this.loader = new Loader(this);
  }

  /** The catalog as this process sees it. */
  get entries(): readonly CatalogEntry[] {
    return this.#snapshot ?? this.machine.catalog.entries;
  }

  entry(dwCatalogEntryId: number): CatalogEntry | null {
    return this.entries.find((entry) => entry.dwCatalogEntryId === dwCatalogEntryId) ?? null;
  }

  /** ws2 comes up: the first WSAStartup. */
  attach(): void {
    this.unavailableCode = 0;
    if (this.machine.profile.architecture.catalog === "snapshot") this.#snapshot = this.machine.catalog.entries;
  }

  /** ws2 goes down: the last WSACleanup. Providers clean up first; what they leave open is closed. */
  detach(): void {
    this.loader.unloadAll();
    this.#closeAll(isSocketObject);
    this.#release();
    this.#snapshot = null;
    this.unavailableCode = WSANOTINITIALISED;
    this.version = 0;
  }

  terminate(): void {
    this.hasEnded = true;
    this.loader.forgetAll();
    this.#release();
    this.#closeAll(() => true);
    this.startups = 0;
    this.unavailableCode = WSANOTINITIALISED;
    this.machine.forget(this);
  }

  #release(): void {
    for (const release of this.releases.splice(0)) release();
  }

  openThread(): Thread {
    const thread = new Thread(this.#threads[this.#threads.length - 1].id + 1);
    this.#threads.push(thread);
    return thread;
  }

  /** Forgets a thread that has ended. */
  closeThread(thread: Thread): void {
    this.#threads.splice(this.#threads.indexOf(thread), 1);
  }

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

  /** Runs a callback in which no call works. */
  whileUnavailable<T>(callback: () => T): T {
    this.unavailableCode = WSAEINPROGRESS;
    try {
      return callback();
    } finally {
      this.unavailableCode = this.startups === 0 ? WSANOTINITIALISED : 0;
    }
  }

  explainSocket(af: number, type: number, protocol: number): Explanation {
    const { machine, entries } = this;
    const { mixedTriple } = machine.profile.architecture;
    const choice = explainChoice(entries, af, type, protocol, mixedTriple);
    return { ...choice, chain: choice.entry === null ? [] : membersOf(machine, entries, choice.entry) };
  }

  /** What this process's threads wait for, in words. */
  waits(): string[] {
    return this.#threads
      .filter((thread) => thread.waiting !== null)
      .map((thread) => `process ${this.id} thread ${thread.id} in ${thread.waitingCall}`);
  }

  /** The API function that the current thread is in. */
  get currentCall(): string {
    return this.#depth === 0 ? "" : this.#frames[this.#depth - 1].call;
  }

  /** Reports failure to the application: SOCKET_ERROR, and the code for WSAGetLastError. */
  fail(code: number): typeof SOCKET_ERROR {
    this.thread.lastError = code;
    return SOCKET_ERROR;
  }

  /** As `fail`, for a call that answers BOOL. */
  deny(code: number): false {
    this.thread.lastError = code;
    return false;
  }

  /** Returns the socket of a handle; null, with the last error set, if it has none or ws2 is not started. */
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

  /** Enters a slot of a provider's on behalf of `call`; every `enter` has its `leave`. */
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

  /** Comes back from a provider that answered `failed` or not, and sets the last error. */
  leave(frame: CallFrame, failed: boolean): void {
    this.#depth--;
    // a provider that fails without a code has failed at its own contract
    this.thread.lastError = failed ? frame.errno.value || WSASYSCALLFAILURE : 0;
  }

  /** Comes back from a call that reports its bytes through a caller's pointer: 0, or SOCKET_ERROR. */
  leaveData(
    frame: CallFrame,
    result: number,
    pointer: Ref<number> | null,
    counter: "bytesSent" | "bytesReceived",
  ): number {
    const bytes = result === 0 && isRef(pointer) ? (pointer.value as number) : 0;
    return this.leaveCount(frame, result, bytes, counter) === SOCKET_ERROR ? SOCKET_ERROR : 0;
  }

  /** Comes back from a call that answers its bytes, or SOCKET_ERROR. */
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
   * Comes back from a data call that failed, or whose answer is none: neither 0 nor SOCKET_ERROR, or bytes that are no
   * count.
   */
  #leaveFailed(frame: CallFrame, result: number, bytes: unknown): number {
    if (result !== SOCKET_ERROR) {
      const what = result === 0 ? `it told of ${textOf(bytes)} bytes` : `it returned ${textOf(result)}`;
      this.containSlot(new TypeError(what), frame);
    }
    this.leave(frame, true);
    return SOCKET_ERROR;
  }

  /** A provider threw: its call failed with WSASYSCALLFAILURE. What is not contained leaves the call. */
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
