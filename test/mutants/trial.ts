import { CHECKS, type Check, checkId, type Description, describe, type Result, runCheck } from "@ws2kit/conformance";
import type { Applies } from "@ws2kit/rules";
import { TARGETS } from "../conformance/targets.js";
import type { Mutant } from "./mutant.js";
import { subjectWith } from "./subject.js";

/** A mutant, or the same subject unharmed where there is no change. */
export type Tried = Pick<Mutant, "kind" | "on" | "change">;

const nothing = () => ({});
const descriptions = new Map<string, Description>();

/** What the subject says of itself while it is sound: a mutant is held to what it promises. */
function descriptionOf({ kind, on }: Tried): Description {
  const key = `${kind} ${on}`;
  const known = descriptions.get(key) ?? describe(subjectWith(TARGETS[on], kind, nothing));
  descriptions.set(key, known);
  return known;
}

/** Runs a check on a mutant. */
export function tryCheck(mutant: Tried, check: Check, applies: Applies): Result {
  return runCheck(check, applies, subjectWith(TARGETS[mutant.on], mutant.kind, mutant.change), descriptionOf(mutant));
}

export const CHECK_IDS: readonly string[] = CHECKS.map(checkId);
