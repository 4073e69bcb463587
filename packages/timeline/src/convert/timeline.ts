import type { Data } from "@ws2kit/layers/recording";

/** What a machine did, in the order in which it began. Times are milliseconds since the first event. */
export interface Timeline {
  /** The names of the lanes, the one nearest to the application first. */
  readonly lanes: readonly string[];
  readonly events: readonly TimelineEvent[];
  /** The names of hosts that were looked up, by address. */
  readonly hosts: Readonly<Record<string, string>>;
  /** Milliseconds from the beginning of the journal to the first event. */
  readonly origin: number;
  /** Whether it was read from a recording, which has one lane, no waits and no addresses. */
  readonly isRecording: boolean;
  /** When the last event ended. */
  readonly end: number;
}

export type TimelineEvent = CallEvent | WaitEvent;

/** A call of a slot. */
export interface CallEvent {
  readonly kind: "call";
  /** The lane of the provider that was called. */
  readonly lane: number;
  readonly process: number;
  readonly slot: string;
  readonly start: number;
  /** Milliseconds; Infinity if it has not returned. */
  readonly took: number;
  /** How many observed calls it was made within. */
  readonly depth: number;
  /** The socket: its handle, or its number in a recording; -1 for none. */
  readonly socket: number;
  /** The values that the caller passed, and those that the call wrote. */
  readonly given: Data;
  readonly written: Data;
  /** The result; `null` if it has not returned, or threw. */
  readonly result: number | boolean | null;
  /** Whether the provider threw. */
  readonly hasThrown?: true;
  /** The error code; 0 for success. */
  readonly code: number;
  /** The addresses of the connection's two ends, where they became known. */
  readonly ends?: readonly [local: string, remote: string];
  /** The overlapped operation that the call began. */
  readonly operation?: OperationEvent;
}

/** An overlapped operation, from its call to its end. */
export interface OperationEvent {
  readonly number: number;
  /** When it ended; Infinity if it has not. */
  end: number;
  bytes: number;
  code: number;
  written: Data;
}

/** The machine waited. */
export interface WaitEvent {
  readonly kind: "wait";
  readonly start: number;
  readonly took: number;
  /** The lane of the call that waited; -1 for the application. */
  readonly lane: number;
}
