import { CHECKS, type Check, checkId, type Description, planOf } from "@ws2kit/conformance";
import { descendsFrom, findRule, type Rule } from "@ws2kit/rules";
import { DEBUG_ONLY, EVERYTHING } from "../fixture/everything.js";
import { systemNamed } from "../fixture/systems.js";
import type { TargetName } from "./targets.js";

/** Where checks run: Node, and QuickJS in its two builds. */
const ENGINES = ["Node", "release-sync", "debug-sync"] as const;
export type EngineName = (typeof ENGINES)[number];

/**
 * The engines of this run. By default without debug-sync, which has sanitizers and takes hundreds of times as long as
 * release-sync.
 */
export const ENGINE_NAMES: readonly EngineName[] = ENGINES.filter(
  (engine) => EVERYTHING || (engine === "debug-sync") === DEBUG_ONLY,
);

/** With test:debug, debug-sync checks one of this number of rules. */
const SAMPLED = 8;
/** Rules whose checks make hundreds of calls: these take minutes with sanitizers. Only test:all runs them there. */
const LONG: readonly string[] = ["states/calls", "option/forms-ce"];

/** A check with the rule that it cites. */
export interface Selected {
  readonly id: string;
  readonly check: Check;
  readonly rule: Rule;
}

/** Every check. Throws for a check without a rule. */
export const ALL: readonly Selected[] = CHECKS.map((check) => {
  const rule = findRule(check.rule);
  if (rule === undefined) throw new Error(`no rule ${check.rule}`);
  return { id: checkId(check), check, rule };
});

/** The checks of one target: all, or the first check of every `n`-th rule that applies to the target. */
export function selectionFor(target: TargetName): readonly Selected[] {
  if (!DEBUG_ONLY) return ALL;
  const firsts = ALL.filter(({ rule }, i) => ALL.findIndex((each) => each.rule === rule) === i);
  return firsts.filter(
    ({ rule }) =>
      rule.number % SAMPLED === 0 &&
      !LONG.includes(rule.id) &&
      descendsFrom(systemNamed(target).lineage, rule.applies.systems),
  );
}

/** Whether a check's rule applies to a subject. */
export function concerns({ check, rule }: Selected, subject: Description): boolean {
  return planOf(check, rule.applies, subject).to !== "not-applicable";
}
