/** What a machine has done and holds; plain numbers that only go up, except those that count what is open or held. */
export interface Counters {
  /** Sockets open now, in all processes. */
  sockets: number;
  /** Handles open now, of every kind, in all processes. */
  handles: number;
  /** Sends and receives that succeeded. */
  operations: number;
  /** Bytes that were sent. */
  bytesSent: number;
  /** Bytes that were received. */
  bytesReceived: number;
  /** ReadFile and WriteFile calls that had to cross to a provider and back. */
  fileCrossings: number;
  /** Bytes that layers hold now: received and not yet taken, or accepted and not yet sent. */
  bytesHeld: number;
  /** Records that `machine.records` had no room for. */
  recordsDropped: number;
}

export function newCounters(): Counters {
  return {
    sockets: 0,
    handles: 0,
    operations: 0,
    bytesSent: 0,
    bytesReceived: 0,
    fileCrossings: 0,
    bytesHeld: 0,
    recordsDropped: 0,
  };
}
