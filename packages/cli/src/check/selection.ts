import { CHECKS, checkId } from "@ws2kit/conformance";
import { RULES, type Rule } from "@ws2kit/rules";
import type { Shard } from "../report/report.js";
import { type UsageError, unknownName } from "../terminal/usage-error.js";

/** A check with the rule that it cites. */
export interface Selected {
  readonly id: string;
  readonly rule: Rule;
}

const RULE = new Map<string, Rule>(RULES.map((rule) => [rule.id, rule]));

/** Every check that runs in an engine, ordered by subject. */
export const ALL_CHECKS: readonly Selected[] = CHECKS.flatMap((check) => {
  const rule = RULE.get(check.rule);
  return rule === undefined ? [] : [{ id: checkId(check), rule }];
});

/** The checks of how a module loads; they run outside the engine. */
export const MODULE_CHECKS: readonly Selected[] = ["module/loads", "module/globals"].flatMap((id) => {
  const rule = RULE.get(id);
  return rule === undefined ? [] : [{ id, rule }];
});

/**
 * Selects the checks that `--only` names: by a check's id, a rule's id or number, a range of numbers, or the beginning
 * of ids up to a slash; commas separate several. Throws a UsageError for a word that selects no check.
 */
export function selectChecks(asked: readonly string[], shard: Shard | null): readonly Selected[] {
  // a comma within an id is followed by a space
  const only = asked.flatMap((words) => words.split(/,(?! )/));
  const wanted = only.length === 0 ? ALL_CHECKS : ALL_CHECKS.filter((each) => only.some((word) => means(word, each)));
  const unknown = only.find((word) => ![...ALL_CHECKS, ...MODULE_CHECKS].some((each) => means(word, each)));
  if (unknown !== undefined) throw unknownCheck(unknown);
  return shard === null ? wanted : wanted.filter((_, i) => i % shard.of === shard.index - 1);
}

/** A rule's number, or a range: "1202" or "1202-1210". */
const NUMBERS = /^\d+(-\d+)?$/;

function means(word: string, { id, rule }: Selected): boolean {
  if (NUMBERS.test(word)) return includes(word, rule.number);
  return id === word || rule.id === word || rule.id.startsWith(word.endsWith("/") ? word : `${word}/`);
}

/** Whether "1202" or "1202-1210" includes a number. */
function includes(range: string, number: number): boolean {
  const [first, last = first] = range.split("-").map(Number);
  return number >= first && number <= last;
}

function unknownCheck(word: string): UsageError {
  if (NUMBERS.test(word)) return unknownName("check with the number", word, numbers());
  return unknownName("check", word, [
    ...new Set([...ALL_CHECKS, ...MODULE_CHECKS].flatMap(({ id, rule }) => [id, rule.id])),
  ]);
}

function numbers(): string[] {
  return [...new Set(ALL_CHECKS.map(({ rule }) => String(rule.number)))];
}
