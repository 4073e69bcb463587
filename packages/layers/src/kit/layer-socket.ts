import type { SOCKET, WSAPROTOCOL_INFOW } from "@ws2kit/spi";
import type { Stream } from "../stream/stream.js";
import type { Link } from "./link.js";

/**
 * One socket of a layer: the handle that callers use, the handle of the provider below, and the author's state. Every
 * socket has one, so it must be small.
 */
export class LayerSocket {
  /** The handle that the layer returned to its caller. */
  upper = Number.NaN as SOCKET;
  /** Overlapped operations that are under way below. */
  pending = 0;
  /**
   * Set when the socket is closed below. The upper handle exists until the last operation has ended. Absent for open
   * sockets.
   */
  declare isClosing?: boolean;
  /** The stream of a layer that filters bytes. */
  declare stream?: Stream;
  /** For the layer's author; undefined until the author sets it. */
  declare state?: unknown;

  constructor(
    /** The handle of the provider below: the next layer, or the base provider. */
    public lower: SOCKET,
    /**
     * The provider below, in the chain through which the socket was opened. `Layer.find` does not return a socket
     * without it.
     */
    public below: Link,
  ) {}

  /** The catalog entry of the chain through which the socket was opened. */
  get chain(): Readonly<WSAPROTOCOL_INFOW> {
    return this.below.chain;
  }
}
