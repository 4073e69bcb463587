import type { Containment } from "../calls/containment.js";
import { Thread } from "./thread.js";

/** Runs callbacks of a DLL, and catches what they throw. */
export interface CallbackThread {
  /** How many callbacks threw. After a throw, a call that waits inside this DLL fails, as its wait may never end. */
  readonly faults: number;
  attempt(what: string, callback: () => unknown): void;
  failed(error: unknown, what: string): void;
}

/** The parts of a process that the threads of providers use. */
interface Runner {
  readonly machine: { readonly containment: Containment };
  /** Whether the process was terminated: no callback runs after that. */
  readonly hasEnded: boolean;
  runOn<T>(thread: Thread, fn: () => T): T;
}

/**
 * The thread on which the callbacks of a provider's DLL run in one process. It always waits alertably, so its APCs run
 * as soon as any thread waits.
 */
export class ProviderThread extends Thread implements CallbackThread {
  faults = 0;

  constructor(
    readonly process: Runner,
    /** The DLL. */
    readonly path: string,
  ) {
    super(0);
  }

  /** Runs a callback. If it throws, the calls that wait inside this DLL fail, and no others. */
  attempt(what: string, callback: () => unknown): void {
    try {
      this.process.runOn(this, callback);
    } catch (error) {
      this.failed(error, what);
    }
  }

  /** Records that a callback threw. */
  failed(error: unknown, what: string): void {
    this.process.machine.containment.contain(error, this.path, what);
    this.faults++;
  }
}
