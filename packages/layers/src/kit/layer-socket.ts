import type { SOCKET, WSAPROTOCOL_INFOW } from "@ws2kit/spi";
import type { Stream } from "../stream/stream.js";
import type { Link } from "./link.js";

/** One socket of a layer: the handle above, the handle below, and what the layer's author keeps with it. Kept small. */
export class LayerSocket {
  /** The handle that the caller above knows. */
  upper = Number.NaN as SOCKET;
  /** Overlapped operations that are under way below. */
  pending = 0;
  /** Closed below; the handle above stays until the last operation has ended. Open sockets do without. */
  declare isClosing?: boolean;
  /** What a filter on its bytes needs, where the layer has one. */
  declare stream?: Stream;
  /** Whatever the author wants to find again; undefined until then. */
  declare state?: unknown;

  constructor(
    /** The handle in the next layer, or in the base provider. */
    public lower: SOCKET,
    /** What is below in the chain that it was opened through. Layers find no socket that has nothing below it yet. */
    public below: Link,
  ) {}

  /** The chain that it was opened through. */
  get chain(): Readonly<WSAPROTOCOL_INFOW> {
    return this.below.chain;
  }
}
