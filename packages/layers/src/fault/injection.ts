import type { SlotName } from "@ws2kit/spi";

/** A fault that the layer has caused. Plain data. */
export interface Injection {
  /** The layer that reports. */
  readonly layer: "fault";
  /** Milliseconds on the platform's clock. */
  readonly at: number;
  /** The process that called, by its identifier. */
  readonly process: number;
  /** The socket's handle above the layer. */
  readonly socket: number;
  /** A datagram lost, a stream reset, a transfer cut to `bytes`, a call failed with `code`. Latency is not reported. */
  readonly what: "lost" | "reset" | "short" | "failed";
  /** The slot that was called; "" for a reset, which does not belong to a call. */
  readonly slot: SlotName | "";
  /** The code, for `failed` and `reset`; 0 otherwise. */
  readonly code: number;
  /** The bytes of a `short` transfer; 0 otherwise. */
  readonly bytes: number;
}

/** Reports a fault. */
export type Note = (
  what: Injection["what"],
  socket: number,
  slot: Injection["slot"],
  more: Partial<Pick<Injection, "code" | "bytes">>,
) => void;
