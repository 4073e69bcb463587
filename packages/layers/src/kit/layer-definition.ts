import type { GUID, WSPPROC_TABLE } from "@ws2kit/spi";
import type { Layer, Observers } from "./layer.js";

/**
 * What a layer changes: functions that the kit calls when something has happened, and slots that replace forwarding
 * slots.
 */
export interface LayerOverrides extends Observers {
  /** Slots that replace the forwarding slots of the same name. Each can forward its call with `layer.pass`. */
  readonly slots?: Partial<WSPPROC_TABLE>;
}

/** The argument of `defineLayer`. */
export interface LayerDefinition {
  /** The GUID of the layer's hidden catalog entry. The layer finds its position in a chain by it. */
  readonly ProviderId: GUID;
  /** The layer's name in the catalog and in messages. */
  readonly name: string;
  /**
   * Whether the application receives the handle of the provider below, instead of a handle of the layer, if that handle
   * is a file handle. ReadFile and WriteFile then reach the base provider directly, and the layer is called for the
   * start of an overlapped operation, but not for its end.
   */
  readonly passesHandles?: boolean;
  /** Returns what the layer changes. Called once for each process. */
  attach(layer: Layer): LayerOverrides;
}
