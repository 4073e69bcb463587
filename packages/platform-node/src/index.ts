/**
 * A platform with the operating system's sockets, for Node on Linux. It calls libc through koffi.
 *
 * ```ts
 * import { nodePlatform } from "@ws2kit/platform-node";
 * import { openMachine } from "@ws2kit/target-desktop";
 *
 * const machine = openMachine({ platform: nodePlatform() });
 * ```
 */
export { LINUX_LIMITS, type PlatformLimit } from "./linux/limits.js";
export { type NodePlatform, type NodePlatformOptions, nodePlatform } from "./platform.js";
export type { TlsOptions } from "./tls/contexts.js";
