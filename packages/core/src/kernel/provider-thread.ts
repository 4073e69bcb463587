import { contain } from "../calls/containment.js";
import type { Process } from "../process.js";
import { Thread } from "./thread.js";

/**
 * The thread on which a provider's DLL runs in one process what it does beside its slots. It always waits alertably, so its APCs
 * run as soon as somebody waits.
 */
export class ProviderThread extends Thread {
  /** Callbacks that threw: who waits inside this DLL meanwhile does not know any more whether what it waits for will come. */
  faults = 0;

  constructor(
    readonly process: Process,
    /** The DLL. */
    readonly path: string,
  ) {
    super(0);
  }

  /** Runs a callback. What it throws ends here, and harms nobody but who waits inside this DLL. */
  attempt(what: string, callback: () => unknown): void {
    try {
      this.process.runOn(this, callback);
    } catch (error) {
      this.failed(error, what);
    }
  }

  /** A callback threw. */
  failed(error: unknown, what: string): void {
    contain(this.process.machine, error, this.path, what);
    this.faults++;
  }
}
