import type { Applies, ProfileName } from "./rule.js";

/** The profiles of one system each; a rule without `profiles` of its own holds on all of them. */
export const DESKTOP: readonly ProfileName[] = ["desktop"];
export const CE: readonly ProfileName[] = ["ce", "mobile5"];
const EVERY: readonly ProfileName[] = ["desktop", "ce", "mobile5"];

/** ws2 itself, or whatever provider stands below it. */
export const ANY: Applies = { profiles: EVERY, half: "architecture", provider: "any" };
/** Every base provider. */
export const BASE: Applies = { profiles: EVERY, half: "architecture", provider: "base" };
/** Every layered provider. */
export const LAYERED: Applies = { profiles: EVERY, half: "architecture", provider: "layered" };
/** The TCP/IP provider that comes with the system. */
export const SHIPPED: Applies = { profiles: EVERY, half: "shipped", provider: "base" };
