import type { Applies } from "@ws2kit/rules";
import { surveyProvider } from "./bench/provider-survey.js";
import { CHECKS, checksById } from "./checks/index.js";
import type { Place } from "./places/place.js";
import { checkId } from "./running/check.js";
import { runCheck } from "./running/run-check.js";
import { type Description, describe, type Subject } from "./subjects/subject.js";
import type { OpenMachine } from "./subjects/ws2.js";

/**
 * The checks that a bundle exports to the host of its engine: text in, text out. The bundle has no rules, as a device
 * has no room for their texts: the host finds a check's rule and passes its `applies`.
 */
export interface Guest {
  /** JSON: `{ id, rule }` of every check. */
  listChecks(): string;
  /** JSON: the `Description` of the subject. */
  describeSubject(): string;
  /** JSON of a `Result`. `applies` is the JSON of the rule's. Throws a RangeError for an unknown id. */
  runCheck(id: string, applies: string): string;
  /** JSON: the state of each of the provider's 30 slots. */
  surveyProvider(): string;
}

/**
 * Makes a bundle's exports for one subject. A target's `openMachine` alone is the target with its shipped provider.
 *
 * ```ts
 * export const { listChecks, describeSubject, runCheck } = guestChecks(thirdParty(openMachine, modem));
 * ```
 */
export function guestChecks(checked: OpenMachine | Subject, seed = 1, place?: Place): Guest {
  const checks = checksById();
  const subject = typeof checked === "function" ? { openMachine: checked, shipped: true, seed, place } : checked;
  let description: Description | null = null;
  return {
    listChecks: () => JSON.stringify(CHECKS.map((check) => ({ id: checkId(check), rule: check.rule }))),
    describeSubject: () => JSON.stringify(describe(subject)),
    runCheck(id, applies) {
      const check = checks.get(id);
      if (check === undefined) throw new RangeError(`conformance: there is no check "${id}"`);
      description ??= describe(subject);
      return JSON.stringify(runCheck(check, JSON.parse(applies) as Applies, subject, description));
    },
    surveyProvider: () => JSON.stringify(surveyProvider(subject)),
  };
}
