/**
 * Callbacks by the time at which they are due, soonest first; those of one moment in the order in which they were set.
 */
export class Timers {
  readonly #due: { readonly time: number; readonly run: () => void }[] = [];

  /** When the next timer is due; Infinity without timers. */
  get next(): number {
    return this.#due.length === 0 ? Infinity : this.#due[0].time;
  }

  at(time: number, run: () => void): void {
    let index = this.#due.length;
    while (index > 0 && this.#due[index - 1].time > time) index--;
    this.#due.splice(index, 0, { time, run });
  }

  /** Removes a timer, if it has not run yet. */
  removeTimer(run: () => void): void {
    const index = this.#due.findIndex((timer) => timer.run === run);
    if (index >= 0) this.#due.splice(index, 1);
  }

  /** Removes and returns the first timer that is due at `now`, or returns `null`. */
  take(now: number): (() => void) | null {
    return this.next > now ? null : (this.#due.shift()?.run ?? null);
  }
}
