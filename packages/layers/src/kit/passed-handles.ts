import { handleIndex, type SOCKET } from "@ws2kit/spi";
import type { LayerSocket } from "./layer-socket.js";

/** The sockets of a layer whose handles are the ones below: ws2 keeps no context with those. */
export class PassedHandles {
  readonly #sockets: (LayerSocket | null)[] = [];

  /** Returns the socket of a passed handle; null for any other handle. */
  find(s: SOCKET): LayerSocket | null {
    const socket = this.#sockets[handleIndex(s)] ?? null;
    return socket !== null && socket.upper === s ? socket : null;
  }

  add(socket: LayerSocket): void {
    const index = handleIndex(socket.upper);
    // without holes, so that it stays a plain list
    while (this.#sockets.length < index) this.#sockets.push(null);
    this.#sockets[index] = socket;
  }

  remove(socket: LayerSocket): void {
    const index = handleIndex(socket.upper);
    if (this.#sockets[index] === socket) this.#sockets[index] = null;
  }
}
