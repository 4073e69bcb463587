import { type Applies, type Capability, descendsFrom } from "@ws2kit/rules";
import type { Check } from "./check.js";
import type { Description } from "./subject.js";

/** What is to be done with a check for one subject. */
export type Plan = "run" | "opposite" | "not-applicable";

/** Reads a rule's `applies` for a subject. */
export function planOf(check: Check, applies: Applies, subject: Description): Plan {
  if (!descendsFrom(subject.lineage, applies.systems)) return "not-applicable";
  if (applies.half === "shipped" && !subject.shipped) return "not-applicable";
  if (applies.provider === "layered" && subject.provider !== "layered") return "not-applicable";
  const has = (capability: Capability) =>
    subject.capabilities.includes(capability) || check.brings?.includes(capability) === true;
  if (applies.lacking !== undefined && subject.capabilities.includes(applies.lacking)) return "not-applicable";
  return applies.capability === undefined || has(applies.capability) ? "run" : "opposite";
}
