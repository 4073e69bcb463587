/** The unit of a figure. */
export type Unit = "ns" | "µs" | "ms" | "s" | "bytes" | "MiB/s" | "/s" | "×";

/** A measurement that is ready to run. */
export interface Prepared {
  /** One run: returns the figure. */
  run(): number | Promise<number>;
  /** One run of the peer, in turn with `run`. Absent where its tools are not installed. */
  peer?(): number | Promise<number>;
  close?(): unknown;
}

/** One line of a part's table: what is measured, and its aim. */
export interface Row {
  readonly measure: string;
  readonly unit: Unit;
  /** The bound of the figure; with a peer, of the figure's ratio to the peer's. */
  readonly aim: number;
  /** The bound is the least value, as for a rate; the greatest otherwise. */
  readonly isLeast?: boolean;
  /** What the figure is compared with. */
  readonly peer?: string;
  /** Runs of each; 9 unless given. */
  readonly runs?: number;
  /** Printed where the aim is missed. */
  readonly reason?: string;
  prepare(): Prepared | Promise<Prepared>;
}

/** What was measured for a row. */
export interface Figure {
  readonly part: string;
  readonly measure: string;
  readonly unit: Unit;
  readonly median: number;
  readonly best: number;
  /** The distance between the quartiles, as a part of the median. */
  readonly spread: number;
  readonly peer?: string;
  readonly peerMedian?: number;
  /** The median of the ratios of neighbouring runs. */
  readonly ratio?: number;
  readonly aim: number;
  readonly isLeast: boolean;
  /** `null`: the peer's tools are not installed. */
  readonly holds: boolean | null;
  readonly reason?: string;
}
