/**
 * Runs the completion routines of one socket one at a time. If a routine is due while another of the same socket runs,
 * and waits, it is queued again when that one ends.
 */
export class RoutineTurns {
  /** Sockets with a running routine, each with the functions that queue the postponed routines. */
  readonly #running = new Map<object, (() => void)[]>();

  /** Runs `routine`; if a routine of `socket` is running, calls `queue` when that one has ended. */
  run(socket: object, routine: () => void, queue: () => void): void {
    const waiting = this.#running.get(socket);
    if (waiting !== undefined) return void waiting.push(queue);
    const putOff: (() => void)[] = [];
    this.#running.set(socket, putOff);
    try {
      routine();
    } finally {
      this.#running.delete(socket);
      for (const again of putOff) again();
    }
  }
}
