import type { WSPPROC_TABLE } from "@ws2kit/spi";
import type { Layer } from "../kit/layer.js";
import type { LayerOverrides } from "../kit/layer-definition.js";
import { defineLayer } from "../pass/define-layer.js";
import type { LayerKind, Report } from "../stack/layer-kind.js";
import { filterStreams } from "../stream/filter-streams.js";
import { failingSlots } from "./codes.js";
import { faultyDatagrams } from "./datagrams.js";
import { type FaultOptions, type ReadFaults, readFaults } from "./fault-options.js";
import type { Injection, Note } from "./injection.js";
import { Random } from "./random.js";
import { shortTransfers } from "./short.js";
import { faultyStream } from "./streams.js";

const FAULT_PROVIDER = "8D2B4B52-0B1E-4C39-8F0D-5A1E7C3B4000";

/**
 * A layer that makes calls fail, so that a test can check how an application handles failures. Its options set how
 * often; a seed makes a run repeatable.
 */
export const fault: LayerKind<FaultOptions, Injection> = {
  ProviderId: FAULT_PROVIDER,
  name: "Fault",
  module(given, report, ProviderId = FAULT_PROVIDER) {
    const options = readFaults(given);
    return defineLayer({ ProviderId, name: "Fault", attach: (layer) => faulty(layer, options, report) });
  },
};

function faulty(layer: Layer, options: ReadFaults, report: Report<Injection>): LayerOverrides {
  const { imports, pass, platform } = layer;
  const random = new Random(options.seed);
  const note: Note = (what, socket, slot, { code = 0, bytes = 0 }) =>
    report({ layer: "fault", at: platform.now(), process: imports.processId, socket, what, slot, code, bytes });

  const { latency, jitter, loss, resets, shortReads, shortWrites, codes } = options;
  const slots: Partial<WSPPROC_TABLE> = {};
  const all = () => ({ ...pass, ...slots });
  if (latency + jitter + loss > 0) Object.assign(slots, faultyDatagrams(layer, options, random, note));
  let streams: LayerOverrides = {};
  if (latency + jitter + resets > 0) {
    const open = faultyStream(options, random, imports, () => platform.now(), note);
    streams = filterStreams(layer, open, { pass: all() });
    Object.assign(slots, streams.slots);
  }
  if (shortReads + shortWrites > 0) Object.assign(slots, shortTransfers(layer, options, random, note, all()));
  Object.assign(slots, failingSlots(codes, random, note, all()));
  return { ...streams, slots };
}
