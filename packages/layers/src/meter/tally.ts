/** The period of a rate, in milliseconds. */
const WINDOW = 1000;

/** The traffic in one direction. */
export interface FlowReading {
  /** The bytes of one direction. */
  readonly bytes: number;
  /** The number of calls and overlapped operations that have succeeded. */
  readonly operations: number;
  /** Bytes a second, over the last second. */
  readonly rate: number;
}

/** Counts the traffic in one direction. */
export class Flow {
  #bytes = 0;
  #operations = 0;
  /** The current second, its bytes, and the bytes of the previous second. */
  #second = -1;
  #now = 0;
  #before = 0;

  count(bytes: number, at: number): void {
    this.#advance(at);
    this.#bytes += bytes;
    this.#operations++;
    this.#now += bytes;
  }

  /**
   * Reads the counts. For the rate, the bytes of the previous second count in proportion to the part of it that lies
   * within the last 1000 ms.
   */
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

/** The traffic of a socket, a process or the machine. */
export class Tally {
  readonly sent = new Flow();
  readonly received = new Flow();
  /** When it was last reported. */
  reportedAt = 0;
}

/** An event of `meter`. Plain data. */
export interface Reading {
  /** The layer that reports. */
  readonly layer: "meter";
  /** Milliseconds on the platform's clock. */
  readonly at: number;
  /** What the totals belong to. */
  readonly scope: "socket" | "process" | "machine";
  /** The process, by its identifier. */
  readonly process: number;
  /** The socket's handle; -1 for a process or the machine. */
  readonly socket: number;
  /** The traffic that was sent. */
  readonly sent: FlowReading;
  /** The traffic that was received. */
  readonly received: FlowReading;
}
