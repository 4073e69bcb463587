/** The conditions of the path from one host to another. An absent member is left unchanged. */
export interface Conditions {
  /**
   * `open` (the default); `silent`: packets are lost, so that connections time out; `unreachable`: sends return
   * `-WSAEHOSTUNREACH`.
   */
  readonly path?: "open" | "silent" | "unreachable";
  /** Milliseconds from one end to the other. With 0, data arrives within the call that sends it. */
  readonly latency?: number;
  /** The most additional milliseconds, drawn for each datagram. */
  readonly jitter?: number;
  /** Bytes a second; Infinity by default. */
  readonly bandwidth?: number;
  /** The share of datagrams that are lost, 0 to 1. Streams lose nothing, because they retransmit. */
  readonly loss?: number;
  /** The share of datagrams that arrive twice. */
  readonly duplicate?: number;
  /** The share of datagrams that later ones overtake. */
  readonly reorder?: number;
}

export const LOOPBACK: Required<Conditions> = {
  path: "open",
  latency: 0,
  jitter: 0,
  bandwidth: Infinity,
  loss: 0,
  duplicate: 0,
  reorder: 0,
};
