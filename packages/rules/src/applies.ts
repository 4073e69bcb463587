import { type Applies, SYSTEMS, type SystemName } from "./rule.js";

/** Rules of a single system name it by one of these; the others hold on every system. */
export const DESKTOP: readonly SystemName[] = ["desktop"];
export const CE: readonly SystemName[] = ["ce"];

/** ws2 itself, or whatever provider stands below it. */
export const ANY: Applies = { systems: SYSTEMS, half: "architecture", provider: "any" };
/** Every base provider. */
export const BASE: Applies = { systems: SYSTEMS, half: "architecture", provider: "base" };
/** Every layered provider. */
export const LAYERED: Applies = { systems: SYSTEMS, half: "architecture", provider: "layered" };
/** The TCP/IP provider that comes with the system. */
export const SHIPPED: Applies = { systems: SYSTEMS, half: "shipped", provider: "base" };
