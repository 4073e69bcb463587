/**
 * A recording is NDJSON: lines in the order in which things were over. Times are milliseconds on the platform's clock
 * since the process began, sockets are numbered from 0 in the order in which they were made, bytes are base64.
 */

/** What an argument said on its way down, or what was written through it: plain data. */
export type Datum = string | number | boolean | null | readonly number[];

/** Arguments by name, without those that have nothing to say. */
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
   * The call's number, in the order in which calls began: a call with a smaller one is still under way around this one.
   */
  readonly n: number;
  readonly slot: string;
  /** When it began, and how long it took. */
  readonly t: number;
  readonly d?: number;
  /** Its socket, and the number of its overlapped operation. */
  readonly s?: number;
  readonly o?: number;
  readonly in?: Data;
  readonly out?: Data;
  /** Its result, for a socket that was made its number; and the code, if it failed. */
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
