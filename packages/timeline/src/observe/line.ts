import type { Data } from "@ws2kit/layers/recording";

/**
 * A journal is NDJSON: a line for each event, in the order in which calls and operations ended. Times are milliseconds
 * of the platform's clock since the journal began. Bytes are base64. The first member of each line is its kind, "~", so
 * that a program's own lines are not taken for it.
 */
export type JournalLine = StartLine | LaneLine | CalledLine | OpenLine | ThrownLine | EndedLine | WaitLine | HostLine;

/** The first line. */
export interface StartLine {
  /** The kind of line. */
  readonly "~": "journal";
  /** The version of this format. */
  readonly version: 1;
}

/** A provider's DLL was loaded: its lane, and the file's name. */
export interface LaneLine {
  /** The kind of line. */
  readonly "~": "lane";
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
  /** The kind of line. */
  readonly "~": "call";
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

/**
 * A call that has not returned when the machine begins to wait, or that throws. Its `CalledLine` or `ThrownLine`
 * follows, unless it never ends.
 */
export interface OpenLine extends CallBegun {
  /** The kind of line. */
  readonly "~": "open";
  /** The call's number. */
  readonly n: number;
}

/** A call has thrown; its `OpenLine` came before. */
export interface ThrownLine {
  /** The kind of line. */
  readonly "~": "threw";
  /** The call's number. */
  readonly n: number;
  /** When it threw. */
  readonly t: number;
}

/** The end of an overlapped operation. */
export interface EndedLine {
  /** The kind of line. */
  readonly "~": "end";
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
  /** The kind of line. */
  readonly "~": "wait";
  /** When the wait began. */
  readonly w: number;
  /** How long it took. */
  readonly d: number;
  /** The innermost call that waited; absent if the application itself did. */
  readonly n?: number;
}

/** A host's name was looked up. */
export interface HostLine {
  /** The kind of line. */
  readonly "~": "host";
  /** The name. */
  readonly host: string;
  /** When it was looked up. */
  readonly t: number;
  /** Its addresses; none if it was not found. */
  readonly addresses: readonly string[];
}
