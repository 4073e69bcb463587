/** What a machine has done and holds. The numbers only go up, except those of what is open or held now. */
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
  /** ReadFile and WriteFile calls that went through a provider's WSPRecv or WSPSend. */
  fileCrossings: number;
  /** Bytes that layers hold now: received from below and not yet passed up, or accepted and not yet sent. */
  bytesHeld: number;
  /** Records that were dropped because `machine.records` was full. */
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
