/**
 * The system's own Winsock (`ws2_32.dll`), called as a C program calls it, for the checks and the catalog's commands.
 *
 * ```ts
 * import { guestChecks } from "@ws2kit/conformance";
 * import { SYSTEM, systemMachine } from "@ws2kit/native";
 * import { openMachine } from "@ws2kit/target-desktop";
 *
 * const { runCheck } = guestChecks(systemMachine(openMachine), 1, SYSTEM);
 * ```
 */
export { systemCalls } from "./system/calls.js";
export { type SystemCatalog, systemCatalog } from "./system/catalog.js";
export { systemMachine } from "./system/machine.js";
export { SYSTEM } from "./system/place.js";
