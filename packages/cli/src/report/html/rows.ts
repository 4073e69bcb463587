import { OUTCOMES, type Outcome, type Result } from "@ws2kit/conformance";
import { RULES } from "@ws2kit/rules";
import type { CitedRule, Report, Run } from "../report.js";
import { functionOf } from "../words.js";

/** A check with its result in each run. */
export interface Row {
  readonly id: string;
  readonly rule: CitedRule | null;
  /** In the order of the report's runs; `undefined` in a run that did not include the check. */
  readonly results: readonly (Result | undefined)[];
  /** The worst of its outcomes. */
  readonly worst: Outcome;
}

/** Outcomes from the worst to the best. */
export const WORST_FIRST: readonly Outcome[] = ["fail", "broken", "not-supported", "pass", "not-applicable"];

/** All checks of a report; those that fail come first. */
export function rowsOf(report: Report): readonly Row[] {
  const found = new Map<string, (Result | undefined)[]>();
  report.runs.forEach((run, i) => {
    for (const result of run.results) {
      const results = found.get(result.id) ?? new Array<Result | undefined>(report.runs.length).fill(undefined);
      results[i] = result;
      found.set(result.id, results);
    }
  });
  const rows = [...found].map(([id, results]) => rowOf(report, id, results));
  const rank = (row: Row) => WORST_FIRST.indexOf(row.worst);
  return rows.sort((a, b) => rank(a) - rank(b));
}

function rowOf({ rules }: Report, id: string, results: readonly (Result | undefined)[]): Row {
  const [some] = results.flatMap((result) => result ?? []);
  const rule = rules[some.rule] ?? RULES.find((each) => each.id === some.rule) ?? null;
  const worst = WORST_FIRST.find((outcome) => results.some((result) => result?.outcome === outcome)) ?? OUTCOMES[0];
  return { id, rule, results, worst };
}

/** Rows of one group. */
export interface Group {
  readonly title: string;
  /** The worst outcome of its rows. */
  readonly outcome: Outcome;
  readonly rows: readonly Row[];
}

/** Groups rows: failures by function, the largest group first; the others by outcome. `rows` begin with the worst. */
export function groupsOf(rows: readonly Row[]): readonly Group[] {
  const groups = new Map<string, Group & { rows: Row[] }>();
  for (const row of rows) {
    const isTrouble = row.worst === "fail" || row.worst === "broken";
    const title = isTrouble ? functionOf(row.id) : OUTCOME_TITLES[row.worst];
    const known = groups.get(title);
    if (known === undefined) groups.set(title, { title, outcome: row.worst, rows: [row] });
    else known.rows.push(row);
  }
  const rank = ({ outcome, rows: those }: Group) =>
    outcome === "fail" || outcome === "broken" ? -those.length : WORST_FIRST.indexOf(outcome);
  return [...groups.values()].sort((a, b) => rank(a) - rank(b));
}

const OUTCOME_TITLES: Readonly<Record<Outcome, string>> = {
  fail: "Does not hold",
  broken: "Could not be checked",
  "not-supported": "Not claimed by the provider, and does not hold",
  pass: "Holds",
  "not-applicable": "Does not apply here",
};

/** A run's target and engine, and its provider if the report includes several. */
export function shortName({ runs }: Report, { provider, target, engine }: Run): string {
  const several = new Set(runs.map((run) => run.provider.name)).size > 1;
  return `${several ? `${provider.name} ` : ""}${target} ${engine}`;
}
