import type { WSAOVERLAPPED } from "@ws2kit/spi";

/**
 * The overlapped operations that an observer has to report, until they end. A caller may reuse a structure when its
 * outcome is known, but the end is reported later. So one structure can have several operations; they end in the order
 * in which they began.
 */
export class Begun<Note> {
  readonly #notes = new Map<WSAOVERLAPPED, Note[]>();

  add(overlapped: WSAOVERLAPPED, note: Note): void {
    const notes = this.#notes.get(overlapped);
    if (notes === undefined) this.#notes.set(overlapped, [note]);
    else notes.push(note);
  }

  /** Removes the last operation of a structure, because it was not started. */
  refused(overlapped: WSAOVERLAPPED): void {
    this.#remove(overlapped, (notes) => notes.pop());
  }

  /** Removes the first operation of a structure, which has ended; `undefined` if the structure has no operation. */
  ended(overlapped: WSAOVERLAPPED): Note | undefined {
    return this.#remove(overlapped, (notes) => notes.shift());
  }

  #remove(overlapped: WSAOVERLAPPED, take: (notes: Note[]) => Note | undefined): Note | undefined {
    const notes = this.#notes.get(overlapped);
    if (notes === undefined) return undefined;
    const note = take(notes);
    if (notes.length === 0) this.#notes.delete(overlapped);
    return note;
  }
}
