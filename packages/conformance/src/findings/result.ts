import type { SlotName } from "@ws2kit/spi";
import type { Finding } from "./finding.js";
import type { TraceLine } from "./trace.js";

/**
 * - `pass`, `fail`: the rule holds, or does not
 * - `not-applicable`: the rule says nothing about this system or this provider
 * - `not-supported`: the provider does not claim the capability, and the opposite of the rule was checked
 * - `broken`: the harness could not set up what it checks
 */
export type Outcome = "pass" | "fail" | "not-applicable" | "not-supported" | "broken";

export const OUTCOMES: readonly Outcome[] = ["pass", "fail", "not-applicable", "not-supported", "broken"];

/**
 * What the provider did not release when every process of a check had called WSACleanup. Objects that the check
 * itself left open do not count.
 */
export interface Leaks {
  /** Handles of ws2, of every kind. */
  readonly handles: number;
  /** Sockets of the network stack. */
  readonly sockets: number;
  /** Overlapped operations that have not ended. */
  readonly operations: number;
}

/** The result of a check. It is plain data, as a guest passes it to its host as JSON. */
export interface Result {
  /** The check's id: "bind/twice". */
  readonly id: string;
  /** The id of the rule that the check asserts. */
  readonly rule: string;
  /** The outcome. */
  readonly outcome: Outcome;
  /** For a failure, the compared value; for a broken check, the reason. */
  readonly what: string;
  /** The expected code or text; `null` unless the check failed. */
  readonly expected: Finding | null;
  /** The code or text that was found instead; `null` unless the check failed. */
  readonly got: Finding | null;
  /** The calls before the failure, if the check failed or is broken. */
  readonly trace: readonly TraceLine[];
  /** Functions that failed during the check, with their codes: "bind 10022". */
  readonly codes: readonly string[];
  /** The slots that were called, in the order of their first calls. */
  readonly slots: readonly SlotName[];
  /** What the provider did not release; `null` if the check did not run, or the provider's clean-up threw. */
  readonly leaks: Leaks | null;
  /** The most bytes of heap in use during the check; set by the host of an engine that can measure it. */
  readonly heap?: number;
}
