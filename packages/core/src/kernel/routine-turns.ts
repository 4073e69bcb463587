/**
 * Has the completion routines of one socket take turns: one that comes up while another of them waits inside itself is
 * queued again when that ends.
 */
export class RoutineTurns {
  /** The sockets of which a routine runs now, with what queues the routines that wait for its end. */
  readonly #running = new Map<object, (() => void)[]>();

  /** Runs `routine`, or has `queue` called once the routine of `socket` that runs now has ended. */
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
