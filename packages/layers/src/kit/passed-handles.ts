import { handleIndex, type SOCKET } from "@ws2kit/spi";
import type { LayerSocket } from "./layer-socket.js";

/**
 * Finds the sockets of a layer that use the handles of the provider below. ws2 does not store a context for such
 * handles.
 */
export class PassedHandles {
  readonly #sockets: (LayerSocket | null)[] = [];

  /** Returns the socket of a passed handle; null for any other handle. */
  find(s: SOCKET): LayerSocket | null {
    const socket = this.#sockets[handleIndex(s)] ?? null;
    return socket !== null && socket.upper === s ? socket : null;
  }

  add(socket: LayerSocket): void {
    const index = handleIndex(socket.upper);
    // no gaps, so that the engine stores the array compactly
    while (this.#sockets.length < index) this.#sockets.push(null);
    this.#sockets[index] = socket;
  }

  remove(socket: LayerSocket): void {
    const index = handleIndex(socket.upper);
    if (this.#sockets[index] === socket) this.#sockets[index] = null;
  }
}
