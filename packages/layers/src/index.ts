/**
 * The layered-provider kit. A layer implements the provider interface for the provider or the application above it, and
 * calls the same interface of the provider below it. An author writes only what the layer changes. The kit does the
 * rest: it starts the provider below, maps handles in both directions, replaces overlapped structures and completes
 * them in one place, closes the socket below first, and translates select.
 *
 * ```ts
 * import { defineLayer, installLayer } from "@ws2kit/layers";
 *
 * const layer = defineLayer({
 *   ProviderId: "0F1C2B6E-8C0A-4B7E-9D5A-3E9B1C7D2A11",
 *   name: "Counter",
 *   attach: () => ({ sent: (socket, bytes) => platform.log("sent", bytes) }),
 * });
 * machine.installModule("counter.dll", layer);
 * installLayer(machine.openProcess(), "counter.dll", { ProviderId, name: "Counter" });
 * ```
 */

export { fault } from "./fault/fault.js";
export type { CodeFault, FaultOptions } from "./fault/fault-options.js";
export type { Injection } from "./fault/injection.js";
export { filter } from "./filter/filter.js";
export type { Refusal } from "./filter/refusal.js";
export type { Call, FilterOptions, FilterRule, Verdict } from "./filter/rule.js";
export type { Layer, Observers } from "./kit/layer.js";
export type { LayerDefinition, LayerOverrides } from "./kit/layer-definition.js";
export { LayerSocket } from "./kit/layer-socket.js";
export type { Link } from "./kit/link.js";
export { type MeterOptions, meter } from "./meter/meter.js";
export type { FlowReading, Reading } from "./meter/tally.js";
export { defineLayer } from "./pass/define-layer.js";
export { type RecordedLine, record } from "./record/record.js";
export { type Deviation, type ReplayOptions, replay } from "./record/replay.js";
export { type SecureOptions, secure } from "./secure/secure.js";
export * from "./secure/secure-numbers.js";
export { type BLOB, SSLPROTOCOLS, type SSLVALIDATECERTFUNC, type SSLVALIDATECERTHOOK } from "./secure/settings.js";
export { shape } from "./shape/shape.js";
export type { ShapeOptions } from "./shape/shape-streams.js";
export { type BootRow, installAtBoot } from "./stack/boot-list.js";
export { type Installer, installLayer, type LayerNames } from "./stack/install-layer.js";
export { installStack, type StackMachine } from "./stack/install-stack.js";
export type { EventOf, Kinds, LayerKind, Report, StackRow } from "./stack/layer-kind.js";
export { BadOption } from "./stack/read-options.js";
export { demandFilter } from "./stream/demand-filter.js";
export {
  defineStreamFilter,
  type FilterStreamsOptions,
  filterStreams,
  type StreamFilterDefinition,
} from "./stream/filter-streams.js";
export type { OpenFilter, Pipe, StreamFilter } from "./stream/stream-filter.js";
export type { Crossing, Details } from "./trace/crossing.js";
export { type TraceOptions, trace } from "./trace/trace.js";
