import type { GUID, WSPPROC_TABLE } from "@ws2kit/spi";
import type { Layer, Observers } from "./layer.js";

/** What a layer changes: its observers, and its own slots in place of those that forward to the provider below. */
export interface LayerOverrides extends Observers {
  /** The layer's own slots; each can forward with `layer.pass`. */
  readonly slots?: Partial<WSPPROC_TABLE>;
}

/** The argument of `defineLayer`. */
export interface LayerDefinition {
  /** The GUID of the layer's hidden catalog entry, by which the layer finds its place in a chain. */
  readonly ProviderId: GUID;
  /** The layer's name in the catalog and in messages. */
  readonly name: string;
  /**
   * Returns the handle from below to the application, instead of a handle of the layer, if that handle is a file's.
   * ReadFile and WriteFile then reach the base directly, and the layer sees only the start of an overlapped operation.
   */
  readonly passesHandles?: boolean;
  /** Returns what the layer changes. Called once for each process. */
  attach(layer: Layer): LayerOverrides;
}
