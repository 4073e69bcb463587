import type { Endpoint } from "../addresses/endpoint.js";

export interface Datagram {
  readonly source: Endpoint;
  readonly bytes: Uint8Array;
}

/** What one datagram takes of the receive buffer beside its bytes, so that empty ones fill it too. */
const OVERHEAD = 32;

/** The datagrams that wait for a reader, as many as the receive buffer holds; the rest is dropped, as UDP does. */
export class DatagramQueue {
  readonly #waiting: Datagram[] = [];
  #bytes = 0;

  get empty(): boolean {
    return this.#waiting.length === 0;
  }

  first(): Datagram | undefined {
    return this.#waiting[0];
  }

  /** Whether there was room. A datagram for an empty queue always finds some. */
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
