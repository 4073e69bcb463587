/** Milliseconds over which a rate is taken. */
const WINDOW = 1000;

/** What has flowed one way. */
export interface FlowReading {
  /** The bytes of one direction. */
  readonly bytes: number;
  /** Calls and overlapped operations that have succeeded. */
  readonly operations: number;
  /** Bytes a second, over the last second. */
  readonly rate: number;
}

/** Counts what flows one way. */
export class Flow {
  #bytes = 0;
  #operations = 0;
  /** The second that is running, and the bytes of it and of the one before. */
  #second = -1;
  #now = 0;
  #before = 0;

  count(bytes: number, at: number): void {
    this.#advance(at);
    this.#bytes += bytes;
    this.#operations++;
    this.#now += bytes;
  }

  /** The rate takes of the second before as much as the last second still reaches into, as if it had flowed evenly. */
  read(at: number): FlowReading {
    this.#advance(at);
    const share = 1 - (at - this.#second * WINDOW) / WINDOW;
    const rate = Math.round(((this.#now + this.#before * share) * 1000) / WINDOW);
    return { bytes: this.#bytes, operations: this.#operations, rate };
  }

  #advance(at: number): void {
    const second = Math.floor(at / WINDOW);
    if (second === this.#second) return;
    this.#before = second === this.#second + 1 ? this.#now : 0;
    this.#now = 0;
    this.#second = second;
  }
}

/** What has flowed through a socket, a process or the machine. */
export class Tally {
  readonly sent = new Flow();
  readonly received = new Flow();
  /** When it was last reported. */
  reportedAt = 0;
}

/** What the meter tells. Plain data. */
export interface Reading {
  /** Which layer reports. */
  readonly layer: "meter";
  /** Milliseconds on the platform's clock. */
  readonly at: number;
  /** Whose totals these are. */
  readonly scope: "socket" | "process" | "machine";
  /** The process, by its identifier. */
  readonly process: number;
  /** The socket's handle; -1 for a process or the machine. */
  readonly socket: number;
  /** What was sent. */
  readonly sent: FlowReading;
  /** What was received. */
  readonly received: FlowReading;
}
