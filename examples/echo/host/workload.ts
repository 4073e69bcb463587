/** The data that the peer sends and expects to return. */
export interface Workload {
  /** Bytes over TCP in total. */
  readonly bytes: number;
  readonly connections: number;
  readonly datagrams: number;
  /** The most datagrams in flight. */
  readonly window: number;
}

export const MIB = 1024 * 1024;

export const MAIN_JOB: Workload = { bytes: 16 * MIB, connections: 4, datagrams: 1000, window: 16 };

/** The progress of a peer; it counts only bytes that returned and were correct. */
export interface Progress {
  /** Milliseconds since its first byte. */
  readonly ms: number;
  /** Over TCP and UDP. */
  readonly bytes: number;
  readonly datagrams: number;
  /** Datagrams that were sent again because no answer arrived. */
  readonly resent: number;
}

/** The order for the peer's process. */
export interface PeerOrder {
  readonly tcpPort: number;
  readonly udpPort: number;
  readonly workload: Workload;
}

/** The messages of the peer's process. */
export type PeerNews = { readonly progress: Progress } | { readonly done: Progress } | { readonly failed: string };
