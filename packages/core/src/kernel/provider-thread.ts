import type { Containment } from "../calls/containment.js";
import { Thread } from "./thread.js";

/** Runs callbacks of a DLL, and ends what they throw. */
export interface CallbackThread {
  /** Callbacks that threw: a call that waits inside this DLL no longer knows whether what it waits for will come. */
  readonly faults: number;
  attempt(what: string, callback: () => unknown): void;
  failed(error: unknown, what: string): void;
}

/** A process, as far as the threads of providers go. */
interface Runner {
  readonly machine: { readonly containment: Containment };
  /** It was terminated: no callback runs any more. */
  readonly hasEnded: boolean;
  runOn<T>(thread: Thread, fn: () => T): T;
}

/**
 * The thread on which a provider's DLL runs in one process what it does beside its slots. It always waits alertably, so
 * its APCs run as soon as somebody waits.
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

  /** A callback threw. */
  failed(error: unknown, what: string): void {
    this.process.machine.containment.contain(error, this.path, what);
    this.faults++;
  }
}
