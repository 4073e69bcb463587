import { OUTCOMES, type Outcome, type Result } from "@ws2kit/conformance";
import { RULES } from "@ws2kit/rules";
import type { NextSteps } from "./next-steps.js";

/** The results of `ws2kit check` as plain data, written and read as JSON. `report.schema.json` describes it. */
export interface Report {
  readonly format: "ws2kit-report";
  readonly version: 1;
  /** The version of ws2kit. */
  readonly suite: string;
  /** When the report was made, in ISO 8601. */
  readonly date: string;
  readonly seed: number;
  /** Where the machines of the checks lived: "simulated" or "loopback". */
  readonly place: string;
  /** The part of the selected checks that this report includes; `null` for all. */
  readonly shard: Shard | null;
  readonly runs: readonly Run[];
  /** The rules that failing and broken checks cite. */
  readonly rules: Readonly<Record<string, CitedRule>>;
}

export interface Shard {
  readonly index: number;
  readonly of: number;
}

export interface CitedRule {
  readonly number: number;
  readonly text: string;
  readonly source: string;
}

/** One provider on one target in one engine. */
export interface Run {
  readonly provider: Provider;
  readonly target: string;
  readonly profile: { readonly title: string; readonly version: number };
  /** "node", "quickjs", or "device". */
  readonly engine: string;
  /** The engine with its version; "" if it never started. */
  readonly engineVersion: string;
  readonly milliseconds: number;
  readonly counts: Readonly<Record<Outcome, number>>;
  /** The number of checks that could not run, for the reason in the result of `module/loads`. */
  readonly notRun: number;
  readonly results: readonly Result[];
  /** What to do next, if the provider is unfinished. */
  readonly next: NextSteps | null;
}

export interface Provider {
  /** The file's name, or "shipped". */
  readonly name: string;
  /** The file as written on the command line; "" for a shipped provider. */
  readonly file: string;
  /** The file's SHA-256; `null` for a shipped provider. */
  readonly sha256: string | null;
  /** The kind of provider; `null` if it never loaded. */
  readonly kind: "base" | "layered" | null;
}

/** Counts the results of each outcome. */
export function countsOf(results: readonly Result[]): Record<Outcome, number> {
  const counts = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
  for (const { outcome } of results) counts[outcome]++;
  return counts;
}

/** Whether a result is a failure or broken. */
export function isTrouble({ outcome }: Result): boolean {
  return outcome === "fail" || outcome === "broken";
}

/** Whether a result says something about this provider. */
export function isRelevant({ outcome }: Result): boolean {
  return outcome !== "not-applicable";
}

/** The rules that the failures in these runs cite. */
export function citedRules(runs: readonly Run[]): Record<string, CitedRule> {
  const ids = new Set(runs.flatMap((run) => run.results.filter(isTrouble).map((result) => result.rule)));
  const cited = RULES.filter((rule) => ids.has(rule.id));
  return Object.fromEntries(cited.map(({ id, number, text, source }) => [id, { number, text, source }]));
}

/** A run's provider, target and engine in words: "modem.js on ce in quickjs". */
export function runName({ provider, target, engine }: Run): string {
  return `${provider.name} on ${target} in ${engine}`;
}
