import type { Data } from "@ws2kit/layers/recording";

/**
 * A journal is NDJSON: a line for each event, in the order in which calls and operations ended. Times are milliseconds
 * of the platform's clock since the journal began. Bytes are base64.
 */
export type JournalLine = LaneLine | CalledLine | OpenLine | EndedLine | WaitLine | HostLine;

/** A provider's DLL was loaded: its lane, and the file's name. */
export interface LaneLine {
  /** The lane's number: from 0, in the order of loading. */
  readonly lane: number;
  /** The file's name, without its folders. */
  readonly name: string;
}

/** What the lines of a call have in common. */
interface CallBegun {
  /** The lane of the provider that was called. */
  readonly l: number;
  /** The process that called. */
  readonly p: number;
  /** The slot: `WSPConnect`. */
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
  /** Its result, such as a new socket's handle. */
  readonly r: number | boolean;
  /** The error code; absent for success. */
  readonly e?: number;
  /** The addresses of a connection's or a datagram's two ends, on the lowest lane: local, remote. */
  readonly ends?: readonly [local: string, remote: string];
}

/** A call that has not returned when its process begins to wait. Its `CalledLine` follows, unless it never returns. */
export interface OpenLine extends CallBegun {
  /** The call's number. */
  readonly open: number;
}

/** The end of an overlapped operation. */
export interface EndedLine {
  /** The lane of the provider that completed it. */
  readonly l: number;
  /** The process. */
  readonly p: number;
  /** The operation's number. */
  readonly end: number;
  /** When it ended. */
  readonly t: number;
  /** How many bytes it transferred. */
  readonly bytes: number;
  /** The values that it wrote. */
  readonly out?: Data;
  /** The error code; absent for success. */
  readonly e?: number;
}

/** The machine waited. */
export interface WaitLine {
  /** When the wait began. */
  readonly w: number;
  /** How long it took. */
  readonly d: number;
  /** The innermost call that waited; absent if the application itself did. */
  readonly n?: number;
}

/** A host's name was looked up. */
export interface HostLine {
  /** The name. */
  readonly host: string;
  /** When it was looked up. */
  readonly t: number;
  /** Its addresses; none if it was not found. */
  readonly addresses: readonly string[];
}
