import type { CancelSignal } from "./limit.js";

/**
 * Cancels operations, as a host's AbortController does, where the engine has none.
 *
 * ```ts
 * const cancellation = new Cancellation();
 * const connecting = connect(ws2, { host: "10.0.0.9", port: 80, signal: cancellation.signal });
 * cancellation.cancel(); // connecting rejects with WSA_OPERATION_ABORTED
 * ```
 */
export class Cancellation {
  readonly #listeners: (() => void)[] = [];
  #isCancelled = false;
  /** The signal to pass to operations that `cancel` ends. */
  readonly signal: CancelSignal;

  constructor() {
    const isCancelled = () => this.#isCancelled;
    const listeners = this.#listeners;
    this.signal = {
      get aborted() {
        return isCancelled();
      },
      addEventListener(_type, listener) {
        listeners.push(listener);
      },
      removeEventListener(_type, listener) {
        const at = listeners.indexOf(listener);
        if (at >= 0) listeners.splice(at, 1);
      },
    };
  }

  /** Cancels what has the signal. A second call changes nothing. */
  cancel(): void {
    if (this.#isCancelled) return;
    this.#isCancelled = true;
    for (const listener of this.#listeners.splice(0)) listener();
  }
}
