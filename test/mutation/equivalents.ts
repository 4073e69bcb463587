/** A mutation that changes nothing that a caller or a provider can see, and why. */
export interface Equivalent {
  readonly file: string;
  readonly original: string;
  readonly replacement: string;
  readonly why: string;
}

/** Survivors that were looked at: no check can notice them. Without a line number, as lines move. */
export const EQUIVALENTS: readonly Equivalent[] = [
  {
    file: "packages/tcpip/src/connection/accept-ex.ts",
    original: "listener.arrivals.length > 0",
    replacement: "true",
    why: "A listener that is looked at without a connection finds none, and waits on.",
  },
  {
    file: "packages/tcpip/src/transfer/receiving.ts",
    original: "count === 1",
    replacement: "false",
    why: "A single buffer is filled without a copy; with one, the same bytes reach it.",
  },
];
