import type { GUID, ProviderModule, WSPPROC_TABLE } from "@ws2kit/spi";
import type { Layer } from "../kit/layer.js";
import type { LayerOverrides } from "../kit/layer-definition.js";
import { defineLayer } from "../pass/define-layer.js";
import { refuseNotOverlapped } from "./not-overlapped.js";
import { controlStreams } from "./stream-controls.js";
import type { OpenFilter } from "./stream-filter.js";
import { liveStreams } from "./stream-life.js";
import { selectStreams } from "./stream-select.js";
import { transferStreams } from "./stream-transfer.js";
import { Streams } from "./streams.js";

/** Options of `filterStreams`. */
export interface FilterStreamsOptions {
  /**
   * The code with which overlapped calls fail on a stream that was created without WSA_FLAG_OVERLAPPED; 0, the default,
   * if they work.
   */
  readonly notOverlapped?: number;
  /** The slots for sockets that are not filtered streams; by default `layer.pass`. */
  readonly pass?: WSPPROC_TABLE;
  /** Whether streams are unfiltered until `demandFilter` is called. */
  readonly onDemand?: boolean;
}

/**
 * Returns the slots and observers of a layer that filters each stream, for a layer that changes more than bytes: it
 * calls this in its `attach`, and replaces slots of the result.
 */
export function filterStreams(layer: Layer, open: OpenFilter, options: FilterStreamsOptions = {}): LayerOverrides {
  const { notOverlapped = 0, pass = layer.pass, onDemand = false } = options;
  const streams = new Streams(layer, open, onDemand);
  // a filter may own resources of the platform, which must be released even if the process crashes
  layer.imports.onTermination(() => streams.abandon());
  const slots = {
    ...liveStreams(streams, pass),
    ...transferStreams(streams, pass),
    ...controlStreams(streams, pass),
    ...selectStreams(streams, pass),
  };
  return {
    opened: (socket) => streams.opened(socket),
    closed: (socket) => streams.closed(socket),
    cleanedUp: () => streams.abandon(),
    slots: notOverlapped === 0 ? slots : refuseNotOverlapped(streams, slots, notOverlapped),
  };
}

/** The argument of `defineStreamFilter`. */
export interface StreamFilterDefinition {
  /** The GUID of the layer's hidden entry. */
  readonly ProviderId: GUID;
  /** The layer's name in the catalog and in messages. */
  readonly name: string;
  /** Returns the filter of each connection. */
  readonly open: OpenFilter;
}

/**
 * Makes the module of a layer that changes the bytes of streams. Datagrams are forwarded unchanged. The application may
 * use every kind of call: plain or overlapped, blocking or not, with select or events. The filter receives only the
 * bytes.
 *
 * ```ts
 * export default defineStreamFilter({
 *   ProviderId: "0F1C2B6E-8C0A-4B7E-9D5A-3E9B1C7D2B11",
 *   name: "Veil",
 *   open: () => ({
 *     down: (bytes, pipe) => pipe.down(bytes.map((byte) => byte ^ 0x55)),
 *     up: (bytes, pipe) => pipe.up(bytes.map((byte) => byte ^ 0x55)),
 *   }),
 * });
 * ```
 */
export function defineStreamFilter({ ProviderId, name, open }: StreamFilterDefinition): ProviderModule {
  return defineLayer({ ProviderId, name, attach: (layer) => filterStreams(layer, open) });
}
