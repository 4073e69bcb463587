import type { Data } from "@ws2kit/layers/recording";

/**
 * A journal is NDJSON: a line for each event, in the order in which calls and operations ended. Times are milliseconds
 * of the platform's clock since the journal began. Bytes are base64.
 */
export type JournalLine = LaneLine | CalledLine | OpenLine | EndedLine | WaitLine | HostLine;

/** A provider's DLL was loaded: its lane, and the file's name. */
export interface LaneLine {
  readonly lane: number;
  readonly name: string;
}

/** What the lines of a call have in common. */
interface CallBegun {
  /** The lane of the provider that was called. */
  readonly l: number;
  /** The process that called. */
  readonly p: number;
  readonly slot: string;
  /** When the call began. */
  readonly t: number;
  /** The socket's handle. */
  readonly s?: number;
  /** The number of its overlapped operation. */
  readonly o?: number;
  /** The arguments by name, without empty ones. */
  readonly in?: Data;
}

/** A call that has returned. */
export interface CalledLine extends CallBegun {
  /** The call's number, in the order in which calls began. */
  readonly n: number;
  /** How long it took; absent for no time. */
  readonly d?: number;
  /** The values that the call wrote. */
  readonly out?: Data;
  /** Its result (a new socket's handle), and the code if it failed. */
  readonly r: number | boolean;
  readonly e?: number;
  /** The addresses of a connection's or a datagram's two ends, on the lowest lane: local, remote. */
  readonly ends?: readonly [local: string, remote: string];
}

/** A call that has not returned when its process begins to wait. Its `CalledLine` follows, unless it never returns. */
export interface OpenLine extends CallBegun {
  readonly open: number;
}

/** The end of an overlapped operation. */
export interface EndedLine {
  readonly l: number;
  readonly p: number;
  /** The operation's number. */
  readonly end: number;
  readonly t: number;
  readonly bytes: number;
  readonly out?: Data;
  readonly e?: number;
}

/** The machine waited: from when, and for how long. */
export interface WaitLine {
  readonly w: number;
  readonly d: number;
  /** The innermost call that waited; absent if the application itself did. */
  readonly n?: number;
}

/** A host's name was looked up. */
export interface HostLine {
  readonly host: string;
  readonly t: number;
  /** Its addresses; none if it was not found. */
  readonly addresses: readonly string[];
}
