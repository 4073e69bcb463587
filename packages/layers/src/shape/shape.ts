import { defineLayer } from "../pass/define-layer.js";
import type { LayerKind } from "../stack/layer-kind.js";
import { oneOf, positive, readOptions } from "../stack/read-options.js";
import { filterStreams } from "../stream/filter-streams.js";
import { type ShapeOptions, type Shared, shapeStreams } from "./shape-streams.js";

const SHAPE_PROVIDER = "8D2B4B52-0B1E-4C39-8F0D-5A1E7C3B7000";

/** A layer that limits the rates of streams by token buckets. It reports nothing. */
export const shape: LayerKind<ShapeOptions, never> = {
  ProviderId: SHAPE_PROVIDER,
  name: "Shape",
  module(given, _tell, ProviderId = SHAPE_PROVIDER) {
    const options = readOptions(given, "shape", {
      sendRate: positive,
      receiveRate: positive,
      burst: positive,
      per: oneOf<Shared>("socket", "process", "machine"),
    });
    // without a rate streams are not filtered, so that they can do everything, duplication included
    const isIdle = options.sendRate === undefined && options.receiveRate === undefined;
    return defineLayer({
      ProviderId,
      name: "Shape",
      attach: (layer) => (isIdle ? {} : filterStreams(layer, shapeStreams(layer, ProviderId, options))),
    });
  },
};
