import type { Call } from "./rule.js";

/** What the filter has kept from happening. Plain data. */
export interface Refusal {
  /** Which layer reports. */
  readonly layer: "filter";
  /** Milliseconds on the platform's clock. */
  readonly at: number;
  /** The process that called, by its identifier. */
  readonly process: number;
  /** The socket's handle above the layer. */
  readonly socket: number;
  /** What was denied. */
  readonly call: Call;
  /** Address and port: `10.0.0.7:25`. */
  readonly address: string;
  /** The index of the rule that denied it; -1: none fits, and what no rule fits is denied. */
  readonly rule: number;
}
