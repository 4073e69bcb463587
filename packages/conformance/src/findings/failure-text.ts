import { errorName, RULES } from "@ws2kit/rules";
import type { Finding } from "./finding.js";
import type { Result } from "./result.js";

/**
 * The text of a failure: the compared value, expected and found, the rule with its source, and the calls before. For
 * a broken check, the reason why it could not run.
 */
export function failureText(result: Result): string {
  const rule = RULES.find((each) => each.id === result.rule);
  const comparison =
    result.expected === null || result.got === null
      ? [result.what]
      : [`${result.what}:`, `  expected ${textOf(result.expected)}`, `  got      ${textOf(result.got)}`];
  return [
    `${result.id}: ${result.outcome}`,
    ...comparison,
    `  rule ${rule?.number}: ${rule?.text} [${rule?.source}]`,
    ...result.trace.map(({ text, code }) => `  ${text}${code === 0 ? "" : `, ${named(code)}`}`),
  ].join("\n");
}

function textOf(finding: Finding): string {
  if ("text" in finding) return finding.text;
  return finding.code === 0 ? "success" : named(finding.code);
}

/** A code as name and number. */
function named(code: number): string {
  return `${errorName(code)} (${code})`;
}
