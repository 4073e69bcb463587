/** A sent datagram. */
export interface Letter {
  readonly from: number;
  readonly bytes: Uint8Array;
}

/** The state of a socket: a box that receives letters, at a port after it is bound. */
export class Box {
  /** Its port; 0 before it is bound. */
  port = 0;
  /** The port that it is connected to, 0 for none. */
  peer = 0;
  isNonBlocking = false;
  isClosed = false;
  readonly letters: Letter[] = [];
}

const FIRST_EPHEMERAL = 49152;

/** The boxes of one machine, by port: the whole transport. */
export class PostOffice {
  readonly #boxes = new Map<number, Box>();
  #next = FIRST_EPHEMERAL;

  /** Assigns a port to a box and returns whether it was free; with 0, any free port. */
  rent(box: Box, port: number): boolean {
    const wanted = port === 0 ? this.#free() : port;
    if (this.#boxes.has(wanted)) return false;
    box.port = wanted;
    this.#boxes.set(wanted, box);
    return true;
  }

  /** Delivers a letter. A letter to a port without a box is lost without an error. */
  send(from: Box, port: number, bytes: Uint8Array): void {
    this.#boxes.get(port)?.letters.push({ from: from.port, bytes });
  }

  close(box: Box): void {
    box.isClosed = true;
    if (this.#boxes.get(box.port) === box) this.#boxes.delete(box.port);
  }

  #free(): number {
    while (this.#boxes.has(this.#next)) this.#next++;
    return this.#next;
  }
}
