import type { Outcome, Result } from "@ws2kit/conformance";
import { isTrouble, type Run } from "./report.js";
import { expectedText, gotText } from "./words.js";

/** A failure in one or more runs: results with the same check, expectation and outcome count as one. */
export interface Trouble {
  /** The first such result. */
  readonly result: Result;
  readonly runs: readonly Run[];
}

/** The checks that fail, then those that are broken. */
export function troublesOf(runs: readonly Run[]): readonly Trouble[] {
  const found = new Map<string, { result: Result; runs: Run[] }>();
  for (const run of runs) {
    for (const result of run.results.filter(isTrouble)) {
      const key = [result.id, result.outcome, expectedText(result), gotText(result)].join("\n");
      const known = found.get(key);
      if (known === undefined) found.set(key, { result, runs: [run] });
      else known.runs.push(run);
    }
  }
  const of = (outcome: Outcome) => [...found.values()].filter(({ result }) => result.outcome === outcome);
  return [...of("fail"), ...of("broken")];
}

/** A check whose outcome depends on the engine. */
export interface Difference {
  readonly id: string;
  readonly provider: string;
  readonly target: string;
  /** By engine. */
  readonly outcomes: Readonly<Record<string, Outcome>>;
}

/** Finds the checks whose outcome differs between engines for the same provider and target. */
export function engineDifferences(runs: readonly Run[]): readonly Difference[] {
  const seen = new Map<string, { id: string; provider: string; target: string; outcomes: Record<string, Outcome> }>();
  for (const { provider, target, engine, results } of runs) {
    for (const { id, outcome } of results) {
      const key = [provider.name, provider.sha256, target, id].join("\n");
      const known = seen.get(key) ?? { id, provider: provider.name, target, outcomes: {} };
      known.outcomes[engine] = outcome;
      seen.set(key, known);
    }
  }
  return [...seen.values()].filter(({ outcomes }) => new Set(Object.values(outcomes)).size > 1);
}
