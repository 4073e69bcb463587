/** The length of the queue for SOMAXCONN, as on Windows workstations. */
const LONGEST = 200;

/** Established connections that wait for `accept`. */
export class AcceptQueue<Connection> {
  readonly #waiting: Connection[] = [];
  #limit = 1;

  /** Sets the length of the queue. A negative backlog is a SOMAXCONN_HINT, which may exceed the limit. */
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
