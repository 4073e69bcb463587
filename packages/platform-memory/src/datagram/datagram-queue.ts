import type { Datagram } from "../host/host.js";

/** Bytes of the receive buffer that each datagram needs besides its data, so that empty datagrams fill it too. */
const OVERHEAD = 32;

/** The received datagrams of a socket, up to the size of the receive buffer; more are dropped, as UDP does. */
export class DatagramQueue {
  readonly #waiting: Datagram[] = [];
  #bytes = 0;

  first(): Datagram | undefined {
    return this.#waiting[0];
  }

  /** Adds a datagram if there is room, and returns whether there was. An empty queue accepts any datagram. */
  push(datagram: Datagram, limit: number): boolean {
    const cost = datagram.bytes.length + OVERHEAD;
    if (this.#bytes > 0 && this.#bytes + cost > limit) return false;
    this.#waiting.push(datagram);
    this.#bytes += cost;
    return true;
  }

  take(): Datagram | undefined {
    const datagram = this.#waiting.shift();
    if (datagram !== undefined) this.#bytes -= datagram.bytes.length + OVERHEAD;
    return datagram;
  }
}
