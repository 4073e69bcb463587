/**
 * The checks that hold a system, or a provider, to the documented rules.
 *
 * A check is a plain object, `{ rule, run(bench) }`: whom it concerns stands in its rule, and each runs on a bench of
 * its own, with fresh machines on a simulated network.
 *
 * ```ts
 * import { CHECKS, describe, runCheck } from "@ws2kit/conformance";
 * import { findRule } from "@ws2kit/rules";
 * import { openMachine } from "@ws2kit/target-ce";
 *
 * const subject = { openMachine, shipped: true, seed: 1 };
 * const description = describe(subject);
 * for (const check of CHECKS) {
 *   const { outcome, expected, got } = runCheck(check, findRule(check.rule).applies, subject, description);
 * }
 * ```
 */
export { type Plan, planOf } from "./applicability.js";
export { Bench } from "./bench.js";
export { type Check, checkId } from "./check.js";
export { CHECKS, checksById } from "./checks/index.js";
export { failureText } from "./failure-text.js";
export type { Finding } from "./finding.js";
export { watchGlobals } from "./globals.js";
export { type Guest, guestChecks } from "./guest.js";
export { type Need, type SocketKind, socketKind } from "./need.js";
export { type SlotState, type Survey, surveyProvider } from "./provider-survey.js";
export { type Leaks, OUTCOMES, type Outcome, type Result } from "./result.js";
export { needsIn, runCheck } from "./run-check.js";
export { type Description, describe, type Subject } from "./subject.js";
export { type ScriptedCheck, tapHead, tapResult, writeTap } from "./tap.js";
export { thirdParty } from "./third-party.js";
export type { TraceLine } from "./trace.js";
export { undocumentedCodes } from "./undocumented-codes.js";
export type { OpenMachine, Ws2 } from "./ws2.js";
