import type { Applies } from "@ws2kit/rules";
import { Bench } from "../bench/bench.js";
import { isHeapFull, Mismatch, NotApplicable } from "../findings/finding.js";
import type { Need } from "../findings/need.js";
import type { Leaks, Outcome, Result } from "../findings/result.js";
import type { Description, Subject } from "../subjects/subject.js";
import { planOf } from "./applicability.js";
import { type Check, checkId } from "./check.js";

/** The failure of a check whose provider used all memory. */
const HEAP_FULL = {
  what: "how the check ends",
  expected: { text: "every call returns" },
  got: { text: "it used all of the engine's heap" },
};

/** Runs a check on a fresh bench. `applies` is its rule's; `description` is the subject's, from `describe`. */
export function runCheck(check: Check, applies: Applies, subject: Subject, description: Description): Result {
  const plan = planOf(check, applies, description);
  if (plan.to === "not-applicable") return { ...result(check, "not-applicable"), what: plan.why };
  const bench = new Bench(subject, description);
  let found: Result;
  try {
    if (plan.to === "opposite") check.opposite?.(bench);
    else check.run(bench);
    found = { ...result(check, plan.to === "opposite" ? "not-supported" : "pass"), codes: [...bench.trace.codes] };
  } catch (error) {
    found = failure(check, bench, error);
  }
  // taken before leaksOf, whose closing calls do not belong to the check
  const slots = [...bench.trace.slots];
  return { ...found, slots, leaks: leaksOf(bench) };
}

/** Runs a check and returns what it required of the provider. Its `needs` and its rule must state all of it. */
export function needsIn(check: Check, applies: Applies, subject: Subject, description: Description): readonly Need[] {
  if (planOf(check, applies, description).to !== "run") return [];
  const bench = new Bench(subject, description);
  try {
    check.run(bench);
  } catch {
    // the needs recorded before the failure count
  }
  const needs = [...bench.trace.needs];
  leaksOf(bench);
  return needs.some((need) => need.startsWith("IPv4 ")) ? needs.filter((need) => need !== "IPv4") : needs;
}

function leaksOf(bench: Bench): Leaks | null {
  try {
    return bench.close();
  } catch {
    // the provider's clean-up threw, so the number of leaks is unknown
    return null;
  }
}

function result(check: Check, outcome: Outcome): Result {
  return {
    id: checkId(check),
    rule: check.rule,
    outcome,
    what: "",
    expected: null,
    got: null,
    trace: [],
    codes: [],
    slots: [],
    leaks: null,
  };
}

function failure(check: Check, bench: Bench, error: unknown): Result {
  const { lines: trace, codes } = bench.trace;
  if (isHeapFull(error)) return { ...result(check, "fail"), ...HEAP_FULL, trace, codes: [...codes] };
  if (error instanceof NotApplicable) return { ...result(check, "not-applicable"), what: error.message };
  if (error instanceof Mismatch) {
    const { what, expected, got } = error;
    return { ...result(check, "fail"), what, expected, got, trace, codes: [...codes] };
  }
  const what = error instanceof Error ? `${error.message}\n${error.stack ?? ""}` : String(error);
  return { ...result(check, "broken"), what, trace, codes: [...codes] };
}
