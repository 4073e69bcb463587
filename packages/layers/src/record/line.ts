/**
 * A recording is NDJSON, with the lines in the order in which calls and operations ended. Times are milliseconds of the
 * platform's clock since the process began. Sockets are numbered from 0 in the order in which they were made. Bytes are
 * base64.
 */

/** The value of an argument, or the value that a call wrote to it: plain data. */
export type Datum = string | number | boolean | null | readonly number[];

/** Arguments by name, without empty ones. */
export type Data = Readonly<Record<string, Datum>>;

/** The first line of a process. */
export interface StartLine {
  /** The process: 0 for the first that loaded the layer. */
  readonly p: number;
  readonly version: 1;
}

/** A call that has returned. */
export interface CallLine {
  readonly p: number;
  /**
   * The call's number, in the order in which calls began. A call inside another one's wait has a larger number.
   */
  readonly n: number;
  readonly slot: string;
  /** When the call began, and how long it took. */
  readonly t: number;
  readonly d?: number;
  /** Its socket, and the number of its overlapped operation. */
  readonly s?: number;
  readonly o?: number;
  readonly in?: Data;
  readonly out?: Data;
  /** Its result (the number of a socket that was made), and the code if it failed. */
  readonly r: number | boolean;
  readonly e?: number;
}

/** The end of an overlapped operation. */
export interface EndLine {
  readonly p: number;
  /** The operation's number. */
  readonly end: number;
  readonly t: number;
  readonly bytes: number;
  readonly out?: Data;
  readonly e?: number;
}

export type Line = StartLine | CallLine | EndLine;

export const VERSION = 1;
