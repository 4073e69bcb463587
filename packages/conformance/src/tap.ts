import type { Applies } from "@ws2kit/rules";
import type { Outcome, Result } from "./findings/result.js";
import type { Guest } from "./guest.js";

/** The head of a TAP stream: the number of results, and their subject as JSON in a comment. */
export function tapHead(count: number, about: unknown): string {
  return `TAP version 14\n1..${count}\n# ws2kit ${JSON.stringify(about)}\n`;
}

/**
 * One result as TAP 14, a text of whole lines. A failed or broken result is whole, as JSON, in the YAML block. A
 * passed result has only its line, which keeps the stream short on a slow line.
 *
 * ```
 * ok 1 - bind/port-zero
 * ok 2 - WSAPoll/timeout # SKIP not-applicable
 * not ok 3 - bind/twice
 *   ---
 *   {"id":"bind/twice","rule":"bind/twice","outcome":"fail", …}
 *   ...
 * ```
 */
export function tapResult(number: number, result: Result): string {
  const { id, outcome, what } = result;
  const line = `${OK[outcome] ? "ok" : "not ok"} ${number} - ${escaped(id)}`;
  if (!OK[outcome]) return `${line}\n  ---\n  ${JSON.stringify(result)}\n  ...\n`;
  return outcome === "pass" ? `${line}\n` : `${line} # SKIP ${outcome}${what === "" ? "" : `: ${escaped(what)}`}\n`;
}

const OK: Readonly<Record<Outcome, boolean>> = {
  pass: true,
  fail: false,
  "not-applicable": true,
  "not-supported": true,
  broken: false,
};

/** A number sign would begin a directive. */
function escaped(text: string): string {
  return text.replace(/[\\#]/g, "\\$&").replace(/\s+/g, " ");
}

/** A check to run where no host finds rules: its id with its rule's `applies`. */
export interface ScriptedCheck {
  /** The check's id. */
  readonly id: string;
  /** To which systems and providers its rule applies. */
  readonly applies: Applies;
}

/** Runs checks in order, and writes their results as TAP, a line at a time. */
export function writeTap(
  guest: Guest,
  checks: readonly ScriptedCheck[],
  about: unknown,
  write: (line: string) => void,
): void {
  const lines = (text: string) => text.trimEnd().split("\n").forEach(write);
  lines(tapHead(checks.length, about));
  checks.forEach(({ id, applies }, i) => {
    lines(tapResult(i + 1, JSON.parse(guest.runCheck(id, JSON.stringify(applies))) as Result));
  });
}
