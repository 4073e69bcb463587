/** What the way from one host to another is like. What is left out stays as it was. */
export interface Conditions {
  /**
   * `open` (the default); `silent`: packets vanish, so that connections time out; `unreachable`: the sender is told
   * that there is no way.
   */
  readonly path?: "open" | "silent" | "unreachable";
  /** Milliseconds from one end to the other. 0 delivers at once, within the call that sends. */
  readonly latency?: number;
  /** At most so many milliseconds more, drawn for every datagram. */
  readonly jitter?: number;
  /** Bytes a second; Infinity by default. */
  readonly bandwidth?: number;
  /** The share of datagrams that never arrives, 0 to 1. Streams lose nothing: what they send is sent again. */
  readonly loss?: number;
  /** The share of datagrams that arrives twice. */
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
