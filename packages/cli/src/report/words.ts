import type { Finding, Outcome, Result, TraceLine } from "@ws2kit/conformance";
import { describeSource, errorName, sourceTags } from "@ws2kit/rules";

/** The outcomes as a person reads them. */
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

/** What was expected, in a line: of a broken check, that it could look at all. */
export function expectedText({ outcome, what, expected }: Result): string {
  if (expected !== null) return `${findingText(expected)} (${what})`;
  return outcome === "broken" ? "that the check could set up what it looks at" : what;
}

/** What came instead, in a line. The names of codes stand beside the numbers that a harness's message has. */
export function gotText({ what, got }: Result): string {
  if (got !== null) return findingText(got);
  const [line] = what.split("\n");
  return named(line);
}

/** A harness's sentence, with the name of each code beside its number. */
export function named(line: string): string {
  return line.replace(/\b(failed with|answered) (\d+)/g, (_, verb, code) => `${verb} ${codeText(Number(code))}`);
}

export function traceText({ text, code }: TraceLine): string {
  return code === 0 ? text : `${text}, ${codeText(code)}`;
}

/** The texts that a rule comes from. */
export function sourceText(source: string): string {
  return sourceTags(source)
    .map((tag) => describeSource(tag) ?? tag)
    .join("; ");
}

/** What a check left behind, "" if nothing. */
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
