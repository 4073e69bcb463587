import type { Finding, Outcome, Result, TraceLine } from "@ws2kit/conformance";
import { describeSource, errorName, sourceTags } from "@ws2kit/rules";

/** The name of each outcome in reports. */
export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  pass: "pass",
  fail: "fail",
  "not-applicable": "not applicable",
  "not-supported": "not supported",
  broken: "broken",
};

/** A code as name and number. */
export function codeText(code: number): string {
  return code === 0 ? "success" : `${errorName(code)} (${code})`;
}

export function findingText(finding: Finding): string {
  return "text" in finding ? finding.text : codeText(finding.code);
}

/** What was expected, in a line. For a broken check: that it could set up its subject. */
export function expectedText({ outcome, what, expected }: Result): string {
  if (expected !== null) return `${findingText(expected)} (${what})`;
  return outcome === "broken" ? "that the check could set up what it checks" : what;
}

/** What happened instead, in a line. A code in a harness's message is followed by its name. */
export function gotText({ what, got }: Result): string {
  if (got !== null) return findingText(got);
  const [line] = what.split("\n");
  return named(line);
}

/** Adds the name of each code to the numbers in a harness's message. */
export function named(line: string): string {
  return line.replace(/\b(failed with|returned) (\d+)/g, (_, verb, code) => `${verb} ${codeText(Number(code))}`);
}

export function traceText({ text, code }: TraceLine): string {
  return code === 0 ? text : `${text}, ${codeText(code)}`;
}

/** The titles of a rule's sources. */
export function sourceText(source: string): string {
  return sourceTags(source)
    .map((tag) => describeSource(tag) ?? tag)
    .join("; ");
}

/** The resources that a check did not release; "" if none. */
export function leaksText({ leaks }: Result): string {
  if (leaks === null) return "";
  const kept = Object.entries(leaks).filter(([, count]) => count !== 0);
  return kept.map(([what, count]) => `${count} ${what}`).join(", ");
}

/** The function, or the subject, that a check is about: the beginning of its id. */
export function functionOf(id: string): string {
  return id.split("/")[0];
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
