/** What is to happen at a time, soonest first; of one moment, in the order in which it was asked for. */
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

  /** Removes what was to run, if it is still there. */
  removeTimer(run: () => void): void {
    const index = this.#due.findIndex((timer) => timer.run === run);
    if (index >= 0) this.#due.splice(index, 1);
  }

  /** Takes out the first of those that are due at `now`, or `null`. */
  take(now: number): (() => void) | null {
    return this.next > now ? null : (this.#due.shift()?.run ?? null);
  }
}
