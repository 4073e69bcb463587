import type { Capability, RuleId } from "@ws2kit/rules";
import type { Bench } from "../bench/bench.js";
import type { Need } from "../findings/need.js";

/**
 * A test of one rule. Whom it concerns stands in the rule: a check says nothing of profiles. `run` returns when the
 * rule holds and throws a `Mismatch` when it does not.
 */
export interface Check {
  readonly rule: RuleId;
  /** Tells checks of one rule apart: a row of a table, in a few words. */
  readonly of?: string;
  /** What it asks of the provider, beyond a socket of any kind and what its rule is about. */
  readonly needs?: readonly Need[];
  readonly run: (bench: Bench) => void;
  /** What holds in place of the rule where the provider says that it lacks the capability the rule is about. */
  readonly opposite?: (bench: Bench) => void;
  /** The capability comes with a provider of the check's own, so the subject's does not count. */
  readonly brings?: readonly Capability[];
}

/** A check's name: its rule, and what tells it from others of that rule. */
export function checkId(check: Check): string {
  return check.of === undefined ? check.rule : `${check.rule} (${check.of})`;
}
