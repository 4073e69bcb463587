/**
 * A platform with the operating system's sockets, for Node on Linux and Windows. It calls libc or ws2_32.dll through
 * koffi.
 *
 * ```ts
 * import { nodePlatform } from "@ws2kit/platform-node";
 * import { openMachine } from "@ws2kit/target-desktop";
 *
 * const machine = openMachine({ platform: nodePlatform() });
 * ```
 */
export type { PlatformLimit } from "./limit.js";
export { LINUX_LIMITS } from "./linux/limits.js";
export { type NodePlatform, type NodePlatformOptions, nodePlatform } from "./platform.js";
export { limitsOfThisSystem } from "./system.js";
export type { TlsOptions } from "./tls/contexts.js";
export { WINDOWS_LIMITS } from "./windows/limits.js";
