import type { SlotName } from "@ws2kit/spi";
import type { Finding } from "./finding.js";
import type { TraceLine } from "./trace.js";

/**
 * - `pass`, `fail`: the rule holds, or does not
 * - `not-applicable`: the rule says nothing about this system or this provider
 * - `not-supported`: the provider says that it lacks the capability, and what holds instead was checked
 * - `broken`: the harness could not find out
 */
export type Outcome = "pass" | "fail" | "not-applicable" | "not-supported" | "broken";

export const OUTCOMES: readonly Outcome[] = ["pass", "fail", "not-applicable", "not-supported", "broken"];

/**
 * What is left when every process of a check has had its WSACleanup: nothing, unless the provider keeps something.
 * What the check itself had open counts for nothing.
 */
export interface Leaks {
  /** Handles of ws2, of whatever kind. */
  readonly handles: number;
  /** Sockets of the network stack. */
  readonly sockets: number;
  /** Overlapped operations that have not ended. */
  readonly operations: number;
}

/** What became of a check. Plain data: it goes out of a guest as JSON. */
export interface Result {
  /** The check's id: "bind/twice". */
  readonly id: string;
  /** The id of the rule that the check asserts. */
  readonly rule: string;
  /** The outcome. */
  readonly outcome: Outcome;
  /** For a failure, what was compared; for a broken check, why the harness could not check it. */
  readonly what: string;
  /** The expected code or text; `null` unless the check failed. */
  readonly expected: Finding | null;
  /** The code or text that was found instead; `null` unless the check failed. */
  readonly got: Finding | null;
  /** The calls before the failure, if the check failed or is broken. */
  readonly trace: readonly TraceLine[];
  /** Functions that failed along the way, with their codes: "bind 10022". */
  readonly codes: readonly string[];
  /** The slots that were called, in the order of their first calls. */
  readonly slots: readonly SlotName[];
  /** What the provider did not release; `null` if the check did not run, or the provider's clean-up threw. */
  readonly leaks: Leaks | null;
  /** The most bytes of heap in use during the check; set by the host of an engine that can measure it. */
  readonly heap?: number;
}
