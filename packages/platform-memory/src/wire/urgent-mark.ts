/** An urgent byte of a flow. Positions count bytes from the flow's start. */
interface Mark {
  readonly at: number;
  readonly byte: number;
  /** Whether it arrived while SO_OOBINLINE was off: it is read with MSG_OOB, not in the stream. */
  readonly isApart: boolean;
  /** Whether it has not been read. */
  waits: boolean;
}

/** The most stored urgent bytes that reading passed without MSG_OOB; the newest remain. */
const MOST_PASSED = 64;

/**
 * The urgent bytes of a flow, in order. Each is read once. A byte that arrived out of band is read with MSG_OOB, or in
 * line if SO_OOBINLINE was set since. Source: test_fionread_siocatmark.
 */
export class UrgentMarks {
  #marks: Mark[] = [];

  announce(at: number, byte: number, isApart: boolean): void {
    this.#marks.push({ at, byte, isApart, waits: isApart });
  }

  clear(): void {
    this.#marks = [];
  }

  /** The number of bytes to read with MSG_OOB. */
  get waiting(): number {
    return this.#marks.filter((mark) => mark.waits).length;
  }

  /** Reads the next out-of-band byte, or only peeks at it. Returns the byte, or -1 without one. */
  take(peeks: boolean): number {
    return this.#read(
      this.#marks.find((mark) => mark.waits),
      peeks,
    );
  }

  /** As `take`, for a byte that reading has passed; with SO_OOBINLINE, it precedes all others. */
  takePassed(read: number, peeks: boolean): number {
    return this.#read(this.#passed(read), peeks);
  }

  hasPassed(read: number): boolean {
    return this.#passed(read) !== undefined;
  }

  /** The number of urgent bytes at `read` that do not belong to the stream. */
  skips(read: number, inline: boolean): number {
    let skipped = 0;
    for (const { at, isApart, waits } of this.#marks) {
      if (at === read + skipped && isApart && !(inline && waits)) skipped++;
    }
    return skipped;
  }

  /** The number of urgent bytes from `read` to `end` that are read with MSG_OOB. */
  countApart(read: number, end: number): number {
    return this.#marks.filter(({ at, isApart }) => isApart && at >= read && at < end).length;
  }

  /** The number of bytes from `read` that one read may return: it stops at a mark. */
  reach(read: number, end: number): number {
    // the path of most reads: no closure
    if (this.#marks.length === 0) return Math.max(0, end - read);
    const next = this.#marks.find(({ at }) => at > read && at < end);
    return Math.max(0, (next === undefined ? end : next.at) - read);
  }

  /** Whether no urgent byte waits for MSG_OOB, and none is ahead in the stream. */
  isPast(read: number): boolean {
    return !this.#marks.some(({ at, isApart, waits }) => (isApart ? waits : at > read));
  }

  /**
   * Called when reading has moved from `before` to `read`. Removes the marks that it passed, except bytes that MSG_OOB
   * can still read. With `inline`, reading has read those too.
   */
  pass(before: number, read: number, inline: boolean): void {
    if (this.#marks.length === 0) return;
    if (inline) for (const mark of this.#marks) if (mark.at >= before && mark.at < read) mark.waits = false;
    this.#marks = this.#marks.filter(({ at, waits }) => at >= read || waits);
    if (this.#marks.length > MOST_PASSED && this.#marks[MOST_PASSED].at < read) this.#marks.shift();
  }

  #passed(read: number): Mark | undefined {
    return this.#marks.find(({ at, waits }) => waits && at < read);
  }

  #read(mark: Mark | undefined, peeks: boolean): number {
    if (mark === undefined) return -1;
    if (!peeks) mark.waits = false;
    return mark.byte;
  }
}
