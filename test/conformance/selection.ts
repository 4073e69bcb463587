import { CHECKS, type Check, checkId, type Description, planOf } from "@ws2kit/conformance";
import { findRule, type Rule } from "@ws2kit/rules";
import { EVERYTHING } from "../fixture/everything.js";
import type { TargetName } from "./targets.js";

/** Where checks run: Node, and QuickJS in its two builds. */
export type EngineName = "Node" | "release-sync" | "debug-sync";

export const ENGINE_NAMES: readonly EngineName[] = ["Node", "release-sync", "debug-sync"];

/** Of so many rules, debug-sync usually checks one, on one target. */
const SAMPLED = 24;
const SAMPLED_ON: TargetName = "desktop";

/** A check with the rule that it cites. */
export interface Selected {
  readonly id: string;
  readonly check: Check;
  readonly rule: Rule;
}

/** Every check. Throws for one whose rule is not there. */
export const ALL: readonly Selected[] = CHECKS.map((check) => {
  const rule = findRule(check.rule);
  if (rule === undefined) throw new Error(`no rule ${check.rule}`);
  return { id: checkId(check), check, rule };
});

/**
 * The checks of one target and engine. A check takes debug-sync, which is built with sanitizers, hundreds of times as
 * long as release-sync, and so do the seconds until a bundle stands there: unless everything is asked for, it checks one
 * rule in so many, each by the first of its checks, on the target that has most.
 */
export function selectionFor(target: TargetName, engine: EngineName): readonly Selected[] {
  if (engine !== "debug-sync" || EVERYTHING) return ALL;
  if (target !== SAMPLED_ON) return [];
  const firsts = ALL.filter(({ rule }, i) => ALL.findIndex((each) => each.rule === rule) === i);
  return firsts.filter(({ rule }) => rule.number % SAMPLED === 0 && rule.applies.profiles.includes(target));
}

/** Whether a check's rule concerns a subject. */
export function concerns({ check, rule }: Selected, subject: Description): boolean {
  return planOf(check, rule.applies, subject) !== "not-applicable";
}
