import {
  CHECKS,
  type Check,
  checkId,
  type Description,
  describe,
  type OpenMachine,
  type Result,
  runCheck,
} from "@ws2kit/conformance";
import type { Applies } from "@ws2kit/rules";
import type { Mutant } from "./mutant.js";
import { subjectWith } from "./subject.js";

/** A mutant; without a change, the same subject unchanged. */
export type Tried = Pick<Mutant, "kind" | "on" | "change">;

/** `openMachine` of each target, by name. */
export type Targets = Readonly<Record<string, OpenMachine>>;

/** Runs a check on a mutant. */
export type Trial = (mutant: Tried, check: Check, applies: Applies) => Result;

const nothing = () => ({});

/** Trials on these targets. The engine passes its targets, because QuickJS cannot search for packages. */
export function trialOn(targets: Targets): Trial {
  const descriptions = new Map<string, Description>();

  /** The description of the unchanged subject: a mutant must have its capabilities. */
  function descriptionOf({ kind, on }: Tried): Description {
    const key = `${kind} ${on}`;
    const known = descriptions.get(key) ?? describe(subjectWith(targets[on], kind, nothing));
    descriptions.set(key, known);
    return known;
  }

  return (mutant, check, applies) =>
    runCheck(check, applies, subjectWith(targets[mutant.on], mutant.kind, mutant.change), descriptionOf(mutant));
}

export const CHECK_IDS: readonly string[] = CHECKS.map(checkId);
