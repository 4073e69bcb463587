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
  readonly id: string;
  readonly rule: string;
  readonly outcome: Outcome;
  /** What was compared, when a rule does not hold; why, when the harness could not find out. */
  readonly what: string;
  readonly expected: Finding | null;
  readonly got: Finding | null;
  /** The calls up to there, when it failed or broke. */
  readonly trace: readonly TraceLine[];
  /** Functions that failed along the way, with their codes: "bind 10022". */
  readonly codes: readonly string[];
  /** The slots that were called, in the order of their first calls. */
  readonly slots: readonly SlotName[];
  /** What the provider kept; `null` if the check did not run, or the provider's clean-up threw. */
  readonly leaks: Leaks | null;
  /** The most heap that was in use meanwhile, in bytes: written by the host of an engine that can tell. */
  readonly heap?: number;
}
