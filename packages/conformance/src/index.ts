/**
 * The checks that test a system, or a provider, against the documented rules.
 *
 * A check is a plain object, `{ rule, run(bench) }`. Its rule states the systems and providers to which it applies.
 * Each check runs on a new bench, with fresh machines on a simulated network.
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

export { Bench } from "./bench/bench.js";
export { type SlotState, type Survey, surveyProvider } from "./bench/provider-survey.js";
export { CHECKS, checksById } from "./checks/index.js";
export { failureText } from "./findings/failure-text.js";
export { type Finding, NotApplicable } from "./findings/finding.js";
export { type Need, type SocketKind, socketKind } from "./findings/need.js";
export { type Leaks, OUTCOMES, type Outcome, type Result } from "./findings/result.js";
export type { TraceLine } from "./findings/trace.js";
export { undocumentedCodes } from "./findings/undocumented-codes.js";
export { watchGlobals } from "./globals.js";
export { type Guest, guestChecks } from "./guest.js";
export { countingSockets } from "./places/counting-sockets.js";
export { loopback, type RealMachine, type RealPlatform } from "./places/loopback.js";
export { FACILITIES, type Facility, type Place, type PlaceLimit, type Site } from "./places/place.js";
export { SIMULATED } from "./places/simulated.js";
export { type Plan, planOf } from "./running/applicability.js";
export { type Check, checkId } from "./running/check.js";
export { needsIn, runCheck } from "./running/run-check.js";
export { type Description, describe, type Subject } from "./subjects/subject.js";
export { thirdParty } from "./subjects/third-party.js";
export type { OpenMachine, Ws2 } from "./subjects/ws2.js";
export { type ScriptedCheck, tapHead, tapResult, writeTap } from "./tap.js";
