import { type Applies, type Capability, descendsFrom } from "@ws2kit/rules";
import { AF_INET } from "@ws2kit/spi";
import { type Need, socketKind } from "../findings/need.js";
import { FACILITIES, type Facility } from "../places/place.js";
import type { Description } from "../subjects/subject.js";
import type { Check } from "./check.js";

/** Whether to run a check or its opposite for one subject, or `why` it does not apply. */
export type Plan = { readonly to: "run" | "opposite" } | { readonly to: "not-applicable"; readonly why: string };

/** Reads a rule's `applies` and a check's `needs` for a subject. */
export function planOf(check: Check, applies: Applies, subject: Description): Plan {
  const { systems, half, provider, capability, lacking } = applies;
  if (!descendsFrom(subject.lineage, systems)) return passedOver(`its rule is about ${systems.join(", ")}`);
  if (half === "shipped" && !subject.shipped) return passedOver("its rule is about what comes with the system");
  if (provider === "layered" && subject.provider !== "layered") return passedOver("its rule is about layers");
  const has = (claim: Capability) => subject.capabilities.includes(claim) || check.brings?.includes(claim) === true;
  if (lacking !== undefined && subject.capabilities.includes(lacking)) {
    return passedOver(`the provider claims ${lacking}`);
  }
  if (capability !== undefined && !has(capability)) {
    return check.opposite === undefined ? passedOver(`the provider claims no ${capability}`) : { to: "opposite" };
  }
  const missing = check.needs?.filter((need) => !isFacility(need) && !meets(subject, need, has)) ?? [];
  if (missing.length > 0) return passedOver(`the provider does not claim ${missing.join(", ")}`);
  const { name, facilities, limits } = subject.place;
  const limit = limits.find(({ rules }) => rules.includes(check.rule));
  if (limit !== undefined) return passedOver(`the place ${name} has a limit: ${limit.subject}: ${limit.text}`);
  const absent = check.needs?.filter((need) => isFacility(need) && !facilities.includes(need)) ?? [];
  return absent.length === 0 ? { to: "run" } : passedOver(`the place ${name} has no ${absent.join(", no ")}`);
}

function isFacility(need: Need): need is Facility {
  return need in FACILITIES;
}

function passedOver(why: string): Plan {
  return { to: "not-applicable", why };
}

function meets({ entries, options }: Description, need: Need, has: (claim: Capability) => boolean): boolean {
  if (need.startsWith("option ")) return options === null || options.includes(need.slice("option ".length));
  if (need === "IPv4") return entries.some(([af]) => af === AF_INET);
  return entries.some(([af, type]) => socketKind(af, type) === need) || has(need as Capability);
}
