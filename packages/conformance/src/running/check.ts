import type { Capability, RuleId } from "@ws2kit/rules";
import type { Bench } from "../bench/bench.js";
import type { Need } from "../findings/need.js";

/**
 * A test of one rule. The rule, not the check, states the profiles to which it applies. `run` returns if the rule
 * holds and throws a `Mismatch` if it does not.
 */
export interface Check {
  /** The id of the rule that it asserts. */
  readonly rule: RuleId;
  /** Distinguishes checks of one rule: a short name of the case. */
  readonly of?: string;
  /** What it requires of the provider, in addition to a socket of any kind and the subject of its rule. */
  readonly needs?: readonly Need[];
  /** Asserts the rule. Throws if it does not hold. */
  readonly run: (bench: Bench) => void;
  /** Asserts what holds instead of the rule if the provider does not claim the rule's capability. */
  readonly opposite?: (bench: Bench) => void;
  /** Capabilities that a provider of the check supplies, so that the subject need not claim them. */
  readonly brings?: readonly Capability[];
}

/** A check's id: its rule, and `of` in parentheses if the rule has several checks. */
export function checkId(check: Check): string {
  return check.of === undefined ? check.rule : `${check.rule} (${check.of})`;
}
