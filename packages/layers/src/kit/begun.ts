import type { WSAOVERLAPPED } from "@ws2kit/spi";

/**
 * Stores a note for each overlapped operation whose end an observer has to report. A caller may reuse a structure as
 * soon as its outcome is known, and the provider reports the end later. So one structure can have several operations at
 * a time; they end in the order in which they began.
 */
export class Begun<Note> {
  readonly #notes = new Map<WSAOVERLAPPED, Note[]>();

  add(overlapped: WSAOVERLAPPED, note: Note): void {
    const notes = this.#notes.get(overlapped);
    if (notes === undefined) this.#notes.set(overlapped, [note]);
    else notes.push(note);
  }

  /** Removes the note of the newest operation of a structure: the provider did not start the operation. */
  refused(overlapped: WSAOVERLAPPED): void {
    this.#remove(overlapped, (notes) => notes.pop());
  }

  /**
   * Removes and returns the note of the oldest operation of a structure, which has ended; `undefined` if the structure
   * has no operation.
   */
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
