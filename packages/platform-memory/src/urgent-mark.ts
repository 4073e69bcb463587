/**
 * The urgent byte of a flow. As in BSD there is one: a later one takes its place, and the earlier becomes an ordinary
 * byte. Positions count the bytes of the flow from its start.
 */
export class UrgentMark {
  /** Where the urgent byte stands in the stream; -1 if there was none. */
  at = -1;
  /** The byte for MSG_OOB; -1 if there is none or it has been read. */
  byte = -1;

  announce(at: number, byte: number): void {
    this.at = at;
    this.byte = byte;
  }

  clear(): void {
    this.at = -1;
    this.byte = -1;
  }

  /** How many bytes from `read` one read may give: not across the mark, and not the urgent byte unless it is inline. */
  reach(read: number, end: number, inline: boolean): number {
    if (this.at < read || this.at >= end) return end - read;
    if (this.at > read) return this.at - read;
    return inline ? end - read : end - read - 1;
  }

  /** Whether a read at `read` steps over the urgent byte. */
  skips(read: number, inline: boolean): boolean {
    return this.at === read && !inline;
  }
}
