import type { GUID, WSPPROC_TABLE } from "@ws2kit/spi";
import type { Layer, Observers } from "./layer.js";

/** What a layer does differently: notices, and slots of its own in place of those that pass on. */
export interface Difference extends Observers {
  readonly slots?: Partial<WSPPROC_TABLE>;
}

export interface LayerDefinition {
  /** The layer's own identifier: its hidden entry's, by which it finds itself in a layer. */
  readonly ProviderId: GUID;
  readonly name: string;
  /**
   * Where the handle below is a file's, it is passed up and made this layer's, instead of a handle of the layer's own:
   * what the system does with files reaches the base straight, and of overlapped operations the layer sees the start
   * alone.
   */
  readonly passesHandles?: boolean;
  /** Makes what differs, once for each process. */
  attach(layer: Layer): Difference;
}
