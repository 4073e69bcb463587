import type { SlotName } from "@ws2kit/spi";

/** What is told of an argument: a number, an address or a flag, never data. `null` for what the call left out. */
export type Detail = string | number | boolean | null;

/** What is known of a call beside its socket and result. A firmware's records keep these names, being named here. */
export interface Details {
  readonly addr?: Detail;
  readonly af?: Detail;
  readonly backlog?: Detail;
  /** How many were sent or received. */
  readonly bytes?: Detail;
  readonly event?: Detail;
  readonly events?: Detail;
  readonly except?: Detail;
  readonly flags?: Detail;
  readonly from?: Detail;
  readonly g?: Detail;
  readonly how?: Detail;
  readonly in?: Detail;
  readonly ioctl?: Detail;
  /** Bytes to be sent. */
  readonly length?: Detail;
  readonly level?: Detail;
  readonly name?: Detail;
  readonly option?: Detail;
  readonly out?: Detail;
  readonly processId?: Detail;
  readonly protocol?: Detail;
  readonly read?: Detail;
  /** Bytes that there is room for. */
  readonly room?: Detail;
  readonly text?: Detail;
  /** Milliseconds; -1 for ever. */
  readonly timeout?: Detail;
  readonly to?: Detail;
  readonly type?: Detail;
  readonly value?: Detail;
  readonly wait?: Detail;
  readonly write?: Detail;
}

/** One call that crossed the layer, on its way back up; or an overlapped operation that has ended. Plain data. */
export interface Crossing {
  readonly layer: "trace";
  /** Milliseconds on the platform's clock: when the call returned, or the operation ended. */
  readonly at: number;
  /** Milliseconds that the call took; of an operation that has ended, since its call began. */
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
