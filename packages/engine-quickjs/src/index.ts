/**
 * Boots a bundle in QuickJS within a device's budgets, over real sockets.
 *
 * On a separate thread, which the guest may block:
 *
 * ```ts
 * import { startEngine } from "@ws2kit/engine-quickjs";
 *
 * const engine = await startEngine({ file: "firmware.js", heap: 384 * 1024, stack: 64 * 1024, watchdog: 2000 });
 * const { outcome, message, figures } = await engine.ended;
 * ```
 *
 * On the caller's thread, to call the bundle's exports:
 *
 * ```ts
 * const guest = await Guest.boot({ code, heap: 1 << 20, stack: 64 * 1024, watchdog: 2000 });
 * const { outcome, value } = guest.call("check", { name: "bind/in-use" });
 * guest.dispose();
 * ```
 */
export type { Budgets, DeviceBudgets, HostBudgets } from "./budgets.js";
export { BUDGET_RANGES, beyondDevice, isMeasured } from "./budgets.js";
export { type Engine, type EngineOptions, startEngine } from "./engine.js";
export type { Variant } from "./engine-module.js";
export { type Called, Guest, type GuestOptions, type StopSignal } from "./guest.js";
export type { Ended, Figures, Outcome } from "./outcome.js";
export { isSourceText } from "./source-text.js";
export { describeThrown, type Thrown, textsOfThrown } from "./thrown.js";
