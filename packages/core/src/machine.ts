import {
  type GUID,
  type LogRecord,
  MAX_PROTOCOL_CHAIN,
  type Platform,
  type ProtocolRow,
  type Provider,
  type ProviderModule,
  protocolInfo,
  type SOCKET,
  type WSPUPCALLTABLE,
} from "@ws2kit/spi";
import { Containment } from "./calls/containment.js";
import { newCounters } from "./calls/counters.js";
import { Catalog } from "./catalog/catalog.js";
import type { persistCatalog } from "./catalog/store.js";
import type { Completion, CompletionPorts } from "./kernel/port-object.js";
import type { ProviderThread } from "./kernel/provider-thread.js";
import { Readiness } from "./kernel/readiness.js";
import type { SocketObject } from "./kernel/socket-object.js";
import type { Thread } from "./kernel/thread.js";
import type { ThreadStarts } from "./kernel/thread-starts.js";
import { Timers } from "./kernel/timers.js";
import { Process } from "./process.js";
import type { Profile } from "./profile.js";
import { type Step, startProgram } from "./program.js";

/** Rounds of callbacks in one delivery: in each round a completion passes one member of its chain. */
const ROUNDS = MAX_PROTOCOL_CHAIN;

/** Log records that a machine holds. */
const MOST_RECORDS = 64;

/**
 * A provider that a system ships: its DLL and its catalog entries. A new machine has the entries without loading the
 * DLL.
 */
export interface ShippedProvider {
  /** The path of its DLL, as the catalog stores it. */
  readonly path: string;
  /** Its module. */
  readonly module: ProviderModule;
  /** The GUID of its entries. */
  readonly ProviderId: GUID;
  /** A row for each catalog entry. */
  readonly protocols: readonly ProtocolRow[];
}

/** The parts from which a target's `openMachine` makes a machine. */
export interface MachineParts<Exports extends object> {
  /** The system's data: architecture, limits and device. */
  readonly profile: Profile;
  /** The machine's clock, network, random numbers, storage and log. */
  readonly platform: Platform;
  /** The shipped providers, in the order of their installation. */
  readonly shipped: readonly ShippedProvider[];
  /** Makes the upcalls that work on this system, for one process; `path` is the DLL that receives them. */
  readonly upcalls: (process: Process, path: string) => Partial<WSPUPCALLTABLE>;
  /** Makes the functions that the target's DLL exports, for one process. */
  readonly exports: (process: Process) => Exports;
  /** `persistCatalog`, for a system whose catalog persists. */
  readonly persistCatalog?: typeof persistCatalog;
}

/**
 * One computer: a profile, a platform, a catalog, the files of providers, and the processes that run on it.
 *
 * It has no loop. `turn` does the work that is due and returns when to call it again, `run` blocks until no work is
 * left, and `drive` runs the machine on a host's event loop.
 */
export class Machine<Exports extends object = object> {
  /** The data of its system: architecture, limits and device. */
  readonly profile: Profile;
  /** Its clock, network, random numbers, storage and log. */
  readonly platform: Platform;
  /** The catalog: `entries` in order, and `pathOf` the DLL of a ProviderId. */
  readonly catalog = new Catalog();
  /** Counts of operations, bytes, handles and open resources, for figures and leak checks. */
  readonly counters = newCounters();
  /** The watched descriptors of its network stack. */
  readonly readiness: Readiness;
  /** Makes the upcalls of one process; `path` is the DLL that receives them. */
  readonly upcalls: (process: Process, path: string) => Partial<WSPUPCALLTABLE>;
  /**
   * The first 64 records, all of which also went to the platform's log; `counters.recordsDropped` counts those after
   * them. A program that removes records makes room for new ones.
   */
  readonly records: LogRecord[] = [];
  /** The processes that run on it, by their identifiers. */
  readonly processes = new Map<number, Process>();

  readonly #exports: (process: Process) => Exports;
  readonly #modules = new Map<string, ProviderModule>();
  readonly #shared = new Map<string, unknown>();
  /** The processes that run on it. */
  #callbacks: (() => unknown)[] = [];
  /** Completion routines of the application that became due inside a call. */
  #routines: (() => unknown)[] = [];
  readonly #timers = new Timers();
  readonly #noted = new Set<string>();
  #nextProcessId = 8;
  #delivering = false;
  #isInCall = false;
  /** The threads that programs start; absent before the first. */
  declare threads?: ThreadStarts;
  /** Completion ports; absent until a program ties a socket to a port. */
  declare ports?: CompletionPorts;
  /** How a layer's socket completes, which all its handles share; absent until a program ties a socket to a port. */
  completionOf?: (process: Process, s: SOCKET, socket: SocketObject) => Completion;
  /** Records exceptions of providers, and distinguishes them from those of the application. */
  readonly containment = new Containment((...record) => this.record(...record));
  /**
   * Whether `drive` runs this machine. A blocking call then blocks its host, and is logged as `blocking-under-drive`.
   */
  driven = false;
  /** Called when work becomes due sooner than the last `turn` returned, to end the sleep of `drive` or another host. */
  wake?: () => void;

  constructor(parts: MachineParts<Exports>) {
    this.profile = parts.profile;
    this.platform = parts.platform;
    this.readiness = new Readiness(parts.platform.network);
    this.upcalls = parts.upcalls;
    this.#exports = parts.exports;
    parts.platform.onArrival?.(() => this.turn());
    for (const shipped of parts.shipped) this.#ship(shipped);
    parts.persistCatalog?.(this);
  }

  /**
   * Starts a process: an address space with ws2 loaded. Returns the functions of the target's DLL, bound to the
   * process, and `ProcessControl`. `privileged` (true by default) allows it to install and remove providers; without
   * it, these functions fail with WSANO_RECOVERY.
   */
  openProcess(options: ProcessOptions = {}): Exports & ProcessControl {
    const process = new Process(this as unknown as Machine, this.#nextProcessId, options);
    this.#nextProcessId += 4;
    this.processes.set(process.id, process);
    return { ...this.#exports(process), ...controlOf(process) };
  }

  /**
   * Installs a provider's file at `path`, such as `C:\\modem.dll`; paths ignore case. `module` is the file's default
   * export, or its namespace. Replaces an earlier file. The catalog does not change: call WSCInstallProvider.
   */
  installModule(path: string, module: ProviderModule | { readonly default: ProviderModule }): void {
    this.#modules.set(path.toLowerCase(), typeof module === "function" ? module : module.default);
  }

  /** Returns the provider at `path` with its catalog entries, for an installer; null if no module is there. */
  describeModule(path: string): Provider | null {
    return new Process(this as unknown as Machine, 0, { privileged: false }).loader.library(path);
  }

  /** Returns the module that was installed at `path`, or null. */
  moduleAt(path: string): ProviderModule | null {
    return this.#modules.get(path.toLowerCase()) ?? null;
  }

  /**
   * Does the work that is due, without waiting: network events, timers, callbacks. Returns the milliseconds until the
   * next call is needed: 0 for immediately, -1 if only a network event makes it necessary.
   */
  turn(): number {
    this.readiness.look();
    this.deliver();
    return this.dueIn;
  }

  /** Milliseconds until work is due: 0 for now, -1 if no timer is set. */
  get dueIn(): number {
    if (this.busy) return 0;
    const { next } = this.#timers;
    return next === Infinity ? -1 : Math.max(next - this.platform.now(), 0);
  }

  /**
   * Blocks until no work is left. It runs no jobs of the engine, so a program with promises uses `await` instead, and
   * its host runs the machine and the jobs.
   */
  run(): void {
    for (let ms = this.dueIn; ms >= 0; ms = this.turn()) {
      if (!(ms > 0)) continue;
      this.noteBlocking("machine.run");
      this.platform.wait(ms);
    }
  }

  /**
   * Calls an application's `main` with this machine, and returns a step function. The host calls the step, and runs the
   * engine's jobs between two calls, until it returns `false`. It throws what `main` throws or rejects with.
   */
  start(main: (machine: this) => unknown): Step {
    return startProgram(this as unknown as Machine, main);
  }

  /** Whether `turn` has callbacks to run now. */
  get busy(): boolean {
    return this.#callbacks.length + this.#routines.length > 0;
  }

  /**
   * Calls `callback` on `thread` in the next turn or wait, or in the first one after `ms` milliseconds, unless its
   * process ends before.
   */
  post(thread: ProviderThread, callback: () => void, ms = 0, what = "runLater"): void {
    const run = () => thread.process.hasEnded || thread.attempt(what, callback);
    if (!(ms > 0)) {
      this.#callbacks.push(run);
      return;
    }
    this.#timers.at(this.platform.now() + ms, run);
    this.platform.alarm?.(ms);
  }

  /**
   * Calls a routine of the application in the next turn or wait, on its process's first thread, unless the process ends
   * before.
   */
  postRoutine(process: Process, routine: () => void): void {
    this.#routines.push(() => process.hasEnded || process.runUnblamed(routine));
    this.wake?.();
  }

  /** As `postRoutine`, after `ms` milliseconds. Returns a function that cancels it. */
  postRoutineAfter(process: Process, ms: number, routine: () => void): () => void {
    // NaN is due at once
    const delay = ms > 0 ? ms : 0;
    const run = () => this.postRoutine(process, routine);
    this.#timers.at(this.platform.now() + delay, run);
    this.platform.alarm?.(delay);
    this.wake?.();
    return () => this.#timers.removeTimer(run);
  }

  /**
   * Runs the callbacks that are due, and those that they post, so that a completion passes a whole chain of layers at
   * once. Callbacks that keep posting wait for the next call. Inside a call that does not wait, completion routines of
   * the application are postponed to the next turn or wait.
   */
  deliver(isInCall = false): void {
    if (this.#delivering) return;
    this.#delivering = true;
    this.#isInCall = isInCall;
    if (!isInCall && this.#routines.length > 0) {
      // not unshift(...routines): an engine limits the arguments of a call
      this.#callbacks = this.#routines.concat(this.#callbacks);
      this.#routines = [];
    }
    // an exception that has left a call is not being rethrown any more
    this.containment.forget();
    try {
      this.#takeDue();
      for (let round = 0; this.busy && round < ROUNDS; round++) {
        for (let left = this.#callbacks.length; left > 0; left--) this.#callbacks.shift()?.();
      }
    } finally {
      this.#delivering = this.#isInCall = false;
    }
    if (!isInCall) this.threads?.run();
  }

  /** Postpones a completion routine that is due inside a call that does not wait. Returns whether it did. */
  putOff(process: Process, routine: () => void): boolean {
    // the routine became due in a callback of a provider, on that provider's thread
    const thread = process.thread as ProviderThread;
    if (this.#isInCall) this.#routines.push(() => process.hasEnded || thread.attempt("runLater", routine));
    return this.#isInCall;
  }

  #takeDue(): void {
    if (this.#timers.next === Infinity) return;
    const now = this.platform.now();
    for (let run = this.#timers.take(now); run !== null; run = this.#timers.take(now)) this.#callbacks.push(run);
  }

  /** Returns the state that all processes share under `name`; the first caller makes it. */
  shared<T>(name: string, make: () => T): T {
    if (!this.#shared.has(name)) this.#shared.set(name, make());
    return this.#shared.get(name) as T;
  }

  /**
   * Logs a record: stores it in `records`, and passes it to the platform's log. `code` names a text in `@ws2kit/rules`,
   * `args` are its arguments.
   * @data
   */
  record(code: string, ...args: unknown[]): void {
    /** @data */
    const record = { code, args };
    if (this.records.length < MOST_RECORDS) this.records.push(record);
    else this.counters.recordsDropped++;
    this.platform.log(record);
  }

  /** Logs, once for each function, that a call blocks the event loop on which `drive` runs. */
  noteBlocking(call: string): void {
    if (!this.driven || this.#noted.has(call)) return;
    this.#noted.add(call);
    this.record("blocking-under-drive", call);
  }

  /** Logs who waits for what, when nothing can end a wait. */
  recordStandstill(): void {
    const waits = [...this.processes.values()].flatMap((process) => process.waits());
    this.record("wait-forever", waits.join("; "));
  }

  #ship({ path, module, ProviderId, protocols }: ShippedProvider): void {
    this.installModule(path, module);
    const infos = protocols.map((row) => protocolInfo(ProviderId, row));
    for (const id of new Set(infos.map((info) => info.ProviderId))) {
      const own = infos.filter((info) => info.ProviderId === id);
      this.catalog.install(id, path, own);
    }
  }
}

/** The members of a machine that programs use; the others are internal to the core. */
export type PublicMachine<Exports extends object = object> = Pick<
  Machine<Exports>,
  | "profile"
  | "platform"
  | "counters"
  | "records"
  | "record"
  | "openProcess"
  | "installModule"
  | "describeModule"
  | "moduleAt"
  | "turn"
  | "dueIn"
  | "run"
  | "start"
  | "busy"
  | "driven"
  | "wake"
> & { readonly catalog: Pick<Catalog, "entries" | "pathOf"> };

/** The options of `openProcess`. */
export interface ProcessOptions {
  /** Whether the process may install and remove providers; true by default. */
  readonly privileged?: boolean;
  /** The path of the program that it runs, which WSCSetApplicationCategory names; empty by default. */
  readonly application?: string;
  /** The command line that the program was started with; empty by default. */
  readonly commandLine?: string;
}

/** A thread of a process; `id` is its identifier. */
export type PublicThread = Pick<Thread, "id">;

/** The members of a process besides the functions of its DLL. */
export interface ProcessControl {
  /** The process identifier, the `dwProcessId` of WSADuplicateSocket. */
  readonly processId: number;
  /** Makes a thread of the process, for `runOn`. */
  openThread(): PublicThread;
  /**
   * Runs `fn` with `thread` as the current thread, and returns its result. Calls in `fn` use the last error, the APC
   * queue and the blocking state of that thread.
   */
  runOn<T>(thread: PublicThread, fn: () => T): T;
  /**
   * Ends the process as a crash does, without WSACleanup. The kernel closes its handles; no callback of it runs later.
   */
  terminate(): void;
  /** Returns the catalog entries that `socket(af, type, protocol)` tries, and why it rejects each. */
  explainSocket: Process["explainSocket"];
  /**
   * Calls `routine` after `hEvent` is signalled: in the next turn or wait, once for all signals until then, and again
   * after later signals. `null`, or closing the event, ends it. No thread waits meanwhile, as with
   * RegisterWaitForSingleObject. Returns `false` if `hEvent` is not an event.
   */
  onSignal: Process["onSignal"];
  /**
   * Calls `routine` once, in the first turn or wait after `ms` milliseconds. Returns a function that cancels it.
   */
  after(ms: number, routine: () => void): () => void;
}

function controlOf(process: Process): ProcessControl {
  return {
    processId: process.id,
    openThread: () => process.openThread(),
    runOn: (thread, fn) => process.runOn(thread as Thread, fn),
    terminate: () => process.terminate(),
    explainSocket: (af, type, protocol) => process.explainSocket(af, type, protocol),
    onSignal: (hEvent, routine) => process.onSignal(hEvent, routine),
    after: (ms, routine) => process.machine.postRoutineAfter(process, ms, routine),
  };
}
