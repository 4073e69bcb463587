/** What the peer sends and wants back. */
export interface Workload {
  /** Bytes over TCP, in all. */
  readonly bytes: number;
  readonly connections: number;
  readonly datagrams: number;
  /** Datagrams that may be on their way at once. */
  readonly window: number;
}

export const MIB = 1024 * 1024;

export const MAIN_JOB: Workload = { bytes: 16 * MIB, connections: 4, datagrams: 1000, window: 16 };

/** How far a peer is; every byte counted has come back and was right. */
export interface Progress {
  /** Milliseconds since its first byte. */
  readonly ms: number;
  /** Over TCP and UDP. */
  readonly bytes: number;
  readonly datagrams: number;
  /** Datagrams sent again, as no answer came. */
  readonly resent: number;
}

/** What the peer's process is told, once. */
export interface PeerOrder {
  readonly tcpPort: number;
  readonly udpPort: number;
  readonly workload: Workload;
}

/** What it tells. */
export type PeerNews = { readonly progress: Progress } | { readonly done: Progress } | { readonly failed: string };
