import { WSA_OPERATION_ABORTED, WSAETIMEDOUT } from "@ws2kit/spi";
import type { Ws2 } from "./ws2.js";

/** What cancels an operation: a host's AbortSignal is such a signal, and `new Cancellation().signal` is. */
export interface CancelSignal {
  /** Whether the operation was cancelled. */
  readonly aborted: boolean;
  /** Calls `listener` when the operation is cancelled. */
  addEventListener(type: "abort", listener: () => void): void;
  /** Removes a listener. */
  removeEventListener(type: "abort", listener: () => void): void;
}

/** What ends an operation before it is done. */
export interface Limits {
  /** Milliseconds until the operation fails with WSAETIMEDOUT; without it, the operation takes as long as it takes. */
  readonly timeout?: number | undefined;
  /** Fails the operation with WSA_OPERATION_ABORTED. */
  readonly signal?: CancelSignal | null | undefined;
}

/** The limits of one operation while it runs. */
export class Limit {
  /** Why the operation must end, or 0. */
  code = 0;
  /** Called when `code` is set. */
  ended: (() => void) | null = null;
  readonly #signal: CancelSignal | null;
  readonly #cancelTimer: (() => void) | null;
  readonly #abort = () => this.#end(WSA_OPERATION_ABORTED);

  constructor(ws2: Pick<Ws2, "after">, { timeout, signal }: Limits) {
    this.#signal = signal ?? null;
    if (this.#signal?.aborted === true) this.code = WSA_OPERATION_ABORTED;
    this.#signal?.addEventListener("abort", this.#abort);
    this.#cancelTimer = timeout === undefined ? null : ws2.after(timeout, () => this.#end(WSAETIMEDOUT));
  }

  /** The operation is over. */
  release(): void {
    this.#cancelTimer?.();
    this.#signal?.removeEventListener("abort", this.#abort);
    this.ended = null;
  }

  #end(code: number): void {
    if (this.code !== 0) return;
    this.code = code;
    this.ended?.();
  }
}

/** The limits of an operation; `null` where there is none. */
export function limitOf(ws2: Pick<Ws2, "after">, limits: Limits | undefined): Limit | null {
  return limits === undefined || (limits.timeout === undefined && limits.signal == null)
    ? null
    : new Limit(ws2, limits);
}

/** Settles as `work` does, unless the limit ends it first: then it rejects with `failure` of the limit's code. */
export function within<T>(limit: Limit | null, work: Promise<T>, failure: (code: number) => Error): Promise<T> {
  if (limit === null) return work;
  return new Promise((resolve, reject) => {
    limit.ended = () => reject(failure(limit.code));
    if (limit.code !== 0) limit.ended();
    work.then(resolve, reject);
  });
}
