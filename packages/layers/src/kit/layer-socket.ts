import type { SOCKET, WSAPROTOCOL_INFOW } from "@ws2kit/spi";
import type { Stream } from "../stream/stream.js";
import type { Link } from "./link.js";

/** One socket of a layer: the handle above, the handle below, and what the layer's author keeps with it. */
export class LayerSocket {
  /** The handle that the caller above knows. */
  upper = -1 as SOCKET;
  /** Overlapped operations that are under way below. */
  pending = 0;
  /** Closed below; the handle above stays until the last operation has ended. */
  isClosing = false;
  /** What a filter on its bytes needs, once it is connected. */
  stream: Stream | null = null;
  /** Whatever the author wants to find again. */
  state: unknown = null;

  constructor(
    /** The handle in the next layer, or in the base provider. */
    readonly lower: SOCKET,
    /** The chain that it was opened through, and what is below in that chain. */
    readonly chain: Readonly<WSAPROTOCOL_INFOW>,
    readonly below: Link,
  ) {}
}
