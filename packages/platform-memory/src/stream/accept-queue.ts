/** The longest queue that SOMAXCONN gets, as Windows workstations have it. */
const LONGEST = 200;

/** Connections that stand and wait for `accept`. */
export class AcceptQueue<Connection> {
  readonly #waiting: Connection[] = [];
  #limit = 1;

  /** A negative backlog is a hint for more than the longest (SOMAXCONN_HINT). */
  setBacklog(backlog: number): void {
    this.#limit = backlog < 0 ? LONGEST : Math.max(1, Math.min(backlog, LONGEST));
  }

  get full(): boolean {
    return this.#waiting.length >= this.#limit;
  }

  get empty(): boolean {
    return this.#waiting.length === 0;
  }

  push(connection: Connection): void {
    this.#waiting.push(connection);
  }

  next(): Connection | undefined {
    return this.#waiting.shift();
  }
}
