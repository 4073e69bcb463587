import type { SlotName } from "@ws2kit/spi";

/** An argument in a trace: a number, an address or a flag, never data. null for a null pointer. */
export type Detail = string | number | boolean | null;

/** The arguments of a call that are reported. The build keeps these names in firmware, because they are named here. */
export interface Details {
  /** The peer's address of an accepted connection. */
  readonly addr?: Detail;
  /** The address family. */
  readonly af?: Detail;
  /** The backlog. */
  readonly backlog?: Detail;
  /** How many bytes were sent or received. */
  readonly bytes?: Detail;
  /** The event's handle. */
  readonly event?: Detail;
  /** The mask of network events, FD_*. */
  readonly events?: Detail;
  /** The number of sockets in the third set. */
  readonly except?: Detail;
  /** The flags. */
  readonly flags?: Detail;
  /** The sender's address. */
  readonly from?: Detail;
  /** The group. */
  readonly g?: Detail;
  /** The direction of a shutdown, SD_*. */
  readonly how?: Detail;
  /** The control's argument, if it has at most 4 bytes. */
  readonly in?: Detail;
  /** The control code. */
  readonly ioctl?: Detail;
  /** Bytes to be sent. */
  readonly length?: Detail;
  /** The option's level. */
  readonly level?: Detail;
  /** The address. */
  readonly name?: Detail;
  /** The option's name, as a number. */
  readonly option?: Detail;
  /** The control's result, if it has at most 4 bytes. */
  readonly out?: Detail;
  /** The process that receives the duplicate. */
  readonly processId?: Detail;
  /** The protocol. */
  readonly protocol?: Detail;
  /** The number of sockets in the first set. */
  readonly read?: Detail;
  /** Bytes of room. */
  readonly room?: Detail;
  /** The address as text. */
  readonly text?: Detail;
  /** Milliseconds; -1 for no limit. */
  readonly timeout?: Detail;
  /** The destination's address. */
  readonly to?: Detail;
  /** The socket type. */
  readonly type?: Detail;
  /** The option's value, if it has at most 4 bytes. */
  readonly value?: Detail;
  /** Whether the call waits. */
  readonly wait?: Detail;
  /** The number of sockets in the second set. */
  readonly write?: Detail;
}

/** A call through the layer that has returned, or an overlapped operation that has ended. Plain data. */
export interface Crossing {
  /** The layer that reports. */
  readonly layer: "trace";
  /** Milliseconds on the platform's clock: when the call returned, or the operation ended. */
  readonly at: number;
  /** Milliseconds from the start of the call to its return, or to the end of the operation. */
  readonly took: number;
  /** The process that called, by its identifier. */
  readonly process: number;
  /** The slot that was called. */
  readonly slot: SlotName;
  /** The socket's handle above the layer: the slot's first argument, or the handle that it returned; -1 for neither. */
  readonly socket: number;
  /** The number of an overlapped operation, the same for its call and its end; 0 for a plain call. */
  readonly operation: number;
  /** Whether this is the end of an operation, not a call. */
  readonly hasEnded: boolean;
  /** The call's arguments, by name. */
  readonly details: Details;
  /** The result of the slot; for the end of an operation, the number of bytes. */
  readonly result: number | boolean;
  /** The error code; 0 for success. */
  readonly code: number;
}
