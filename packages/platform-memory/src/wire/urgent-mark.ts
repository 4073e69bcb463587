/** An urgent byte of a flow. Positions count the bytes of the flow from its start. */
interface Mark {
  readonly at: number;
  readonly byte: number;
  /** It came while SO_OOBINLINE was off: it is read with MSG_OOB, and not with the bytes around it. */
  readonly isApart: boolean;
  /** It has not been read. */
  waits: boolean;
}

/** Bytes that were passed by and not read are kept up to this number, the newest. */
const MOST_PASSED = 64;

/**
 * The urgent bytes of a flow, in order: each is read once, however many there are. One that came apart is read with
 * MSG_OOB, or in line if SO_OOBINLINE has been set since. Source: test_fionread_siocatmark.
 */
export class UrgentMarks {
  #marks: Mark[] = [];

  announce(at: number, byte: number, isApart: boolean): void {
    this.#marks.push({ at, byte, isApart, waits: isApart });
  }

  clear(): void {
    this.#marks = [];
  }

  /** How many bytes there are to read with MSG_OOB. */
  get waiting(): number {
    return this.#marks.filter((mark) => mark.waits).length;
  }

  /** The next byte that came apart, which is read now unless `peeks`; -1 if there is none. */
  take(peeks: boolean): number {
    return this.#read(
      this.#marks.find((mark) => mark.waits),
      peeks,
    );
  }

  /** As `take`, for a byte that reading has passed by: in line it comes before all others. */
  takePassed(read: number, peeks: boolean): number {
    return this.#read(this.#passed(read), peeks);
  }

  hasPassed(read: number): boolean {
    return this.#passed(read) !== undefined;
  }

  /** How many urgent bytes at `read` are none of the stream's. */
  skips(read: number, inline: boolean): number {
    let skipped = 0;
    for (const { at, isApart, waits } of this.#marks) {
      if (at === read + skipped && isApart && !(inline && waits)) skipped++;
    }
    return skipped;
  }

  /** How many urgent bytes from `read` to `end` are read apart. */
  countApart(read: number, end: number): number {
    return this.#marks.filter(({ at, isApart }) => isApart && at >= read && at < end).length;
  }

  /** How many bytes from `read` one read may give: not across a mark. */
  reach(read: number, end: number): number {
    const next = this.#marks.find(({ at }) => at > read && at < end);
    return Math.max(0, (next === undefined ? end : next.at) - read);
  }

  /** Whether no urgent byte waits apart, and none stands ahead in line. */
  isPast(read: number): boolean {
    return !this.#marks.some(({ at, isApart, waits }) => (isApart ? waits : at > read));
  }

  /**
   * Reading has come from `before` to `read`: what it has passed is forgotten, but for bytes that can still be read
   * apart. In line it has read them.
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
