import type { WSPPROC_TABLE } from "@ws2kit/spi";
import type { Layer } from "../kit/layer.js";
import type { Difference } from "../kit/layer-module.js";
import { refuseNotOverlapped } from "./not-overlapped.js";
import { controlStreams } from "./stream-controls.js";
import type { OpenFilter } from "./stream-filter.js";
import { liveStreams } from "./stream-life.js";
import { selectStreams } from "./stream-select.js";
import { transferStreams } from "./stream-transfer.js";
import { Streams } from "./streams.js";

export interface FilterStreamsOptions {
  /** What overlapped calls answer on a stream that was made without WSA_FLAG_OVERLAPPED; 0, unless given: they work. */
  readonly notOverlapped?: number;
  /** What takes the calls that concern no filtered stream; `layer.pass` unless given. */
  readonly pass?: WSPPROC_TABLE;
  /** Whether a stream's bytes pass as they are until `demandFilter` says otherwise. */
  readonly onDemand?: boolean;
}

/**
 * What a layer does differently that puts a filter on each stream. A layer with more to it than that takes this in its
 * `attach` and puts slots of its own over these.
 */
export function filterStreams(layer: Layer, open: OpenFilter, options: FilterStreamsOptions = {}): Difference {
  const { notOverlapped = 0, pass = layer.pass, onDemand = false } = options;
  const streams = new Streams(layer, open, onDemand);
  // what a filter holds of the platform does not go with the process's memory
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
