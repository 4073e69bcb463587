import type { Call } from "./rule.js";

/** A call, a connection or a datagram that the filter has denied. Plain data. */
export interface Refusal {
  /** The layer that reports. */
  readonly layer: "filter";
  /** Milliseconds on the platform's clock. */
  readonly at: number;
  /** The process that called, by its identifier. */
  readonly process: number;
  /** The socket's handle above the layer. */
  readonly socket: number;
  /** The use of the address that was denied. */
  readonly call: Call;
  /** Address and port: `10.0.0.7:25`. */
  readonly address: string;
  /** The index of the rule that denied it; -1 if no rule matches and `otherwise` denies. */
  readonly rule: number;
}
