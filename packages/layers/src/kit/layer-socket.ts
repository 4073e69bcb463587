import type { SOCKET, WSAPROTOCOL_INFOW } from "@ws2kit/spi";
import type { Stream } from "../stream/stream.js";
import type { Link } from "./link.js";

/** One socket of a layer: the handle above, the handle below, and the author's state. It must be small. */
export class LayerSocket {
  /** The handle that the caller above knows. */
  upper = Number.NaN as SOCKET;
  /** Overlapped operations that are under way below. */
  pending = 0;
  /**
   * Set once it is closed below: the handle above exists until the last operation has ended. Absent for open sockets.
   */
  declare isClosing?: boolean;
  /** The state of a filter on its bytes, if the layer has one. */
  declare stream?: Stream;
  /** State of the layer's author; undefined until the author sets it. */
  declare state?: unknown;

  constructor(
    /** The handle in the next layer, or in the base provider. */
    public lower: SOCKET,
    /** The provider below in the chain through which it was opened. `find` returns no socket without one. */
    public below: Link,
  ) {}

  /** The chain that it was opened through. */
  get chain(): Readonly<WSAPROTOCOL_INFOW> {
    return this.below.chain;
  }
}
