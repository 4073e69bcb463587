/** A box that receives datagrams. Several descriptors, in several processes, may share it. */
export interface Box {
  port: number;
  isNonBlocking: boolean;
  descriptors: number;
  readonly letters: { readonly from: number; readonly bytes: Uint8Array }[];
}

interface Offer {
  readonly box: Box;
  readonly processId: number;
}

/** A transport within one machine: boxes by port, and the duplicates that are not opened yet. */
export class PostOffice {
  readonly #boxes = new Map<number, Box>();
  readonly #offers = new Map<number, Offer>();
  #nextToken = 0x1000;

  open(): Box {
    return { port: 0, isNonBlocking: false, descriptors: 0, letters: [] };
  }

  /** Assigns a port. Returns whether it was free. */
  rent(box: Box, port: number): boolean {
    if (this.#boxes.has(port)) return false;
    box.port = port;
    this.#boxes.set(port, box);
    return true;
  }

  send(from: Box, port: number, bytes: Uint8Array): void {
    this.#boxes.get(port)?.letters.push({ from: from.port, bytes });
  }

  offer(box: Box, processId: number): number {
    const token = this.#nextToken++;
    box.descriptors++;
    this.#offers.set(token, { box, processId });
    return token;
  }

  /** The box of a token: once, and only for its target process. */
  take(token: number, processId: number): Box | null {
    const offer = this.#offers.get(token);
    if (offer?.processId !== processId) return null;
    this.#offers.delete(token);
    return offer.box;
  }

  /** Drops the duplicates that a process has not opened. */
  withdraw(processId: number): void {
    for (const [token, offer] of this.#offers) {
      if (offer.processId !== processId) continue;
      this.#offers.delete(token);
      this.release(offer.box);
    }
  }

  /** Removes a descriptor; the last one releases the port. */
  release(box: Box): void {
    if (--box.descriptors === 0) this.#boxes.delete(box.port);
  }
}
