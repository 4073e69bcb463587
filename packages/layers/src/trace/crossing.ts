import type { SlotName } from "@ws2kit/spi";

/** What is known of a call beside its socket and result: numbers, flags, addresses and lengths, never data. */
export type Details = Readonly<Record<string, string | number | boolean | null>>;

/** One call that crossed the layer, on its way back up; or an overlapped operation that has ended. Plain data. */
export interface Crossing {
  readonly layer: "trace";
  /** Milliseconds on the platform's clock: when the call came down, or the operation ended. */
  readonly at: number;
  /** Milliseconds that the call took; of an operation that has ended, since it was asked for. */
  readonly took: number;
  readonly process: number;
  readonly slot: SlotName;
  /** The socket as the layer above knows it: the slot's first argument, or the handle that it made; -1 for neither. */
  readonly socket: number;
  /** The number of an overlapped operation, by which its call and its end find each other; 0 for a plain call. */
  readonly operation: number;
  /** Whether this is the end of an operation, not a call. */
  readonly hasEnded: boolean;
  readonly details: Details;
  /** What the slot answered; of an operation that has ended, its bytes. */
  readonly result: number | boolean;
  /** The error code, 0 when it succeeded. */
  readonly code: number;
}
