import { OUTCOMES, type Outcome, type Result } from "@ws2kit/conformance";
import { RULES } from "@ws2kit/rules";
import type { NextSteps } from "./next-steps.js";

/** All that a run of the checks has found: plain data, written and read as JSON. `report.schema.json` describes it. */
export interface Report {
  readonly format: "ws2kit-report";
  readonly version: 1;
  /** The version of the suite: that of ws2kit. */
  readonly suite: string;
  /** When, as ISO 8601. */
  readonly date: string;
  readonly seed: number;
  /** The part of the checks that this is, `null` for all of those asked for. */
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
  /** The engine with its version, "" if it never stood. */
  readonly engineVersion: string;
  readonly milliseconds: number;
  readonly counts: Readonly<Record<Outcome, number>>;
  /** Checks that there was no way to run, for the reason that `module/loads` has. */
  readonly notRun: number;
  readonly results: readonly Result[];
  /** What to do about the failures, if the provider is not finished. */
  readonly next: NextSteps | null;
}

export interface Provider {
  /** The file's name, or "shipped". */
  readonly name: string;
  /** The file as it was named, "" for what is shipped. */
  readonly file: string;
  /** The file's SHA-256, `null` for what is shipped. */
  readonly sha256: string | null;
  /** What it turned out to be, `null` if it never loaded. */
  readonly kind: "base" | "layered" | null;
}

/** How many there are of each outcome. */
export function countsOf(results: readonly Result[]): Record<Outcome, number> {
  const counts = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
  for (const { outcome } of results) counts[outcome]++;
  return counts;
}

/** Whether a result is none that holds. */
export function isTrouble({ outcome }: Result): boolean {
  return outcome === "fail" || outcome === "broken";
}

/** What was held, but for what says nothing about this provider. */
export function isRelevant({ outcome }: Result): boolean {
  return outcome !== "not-applicable";
}

/** The rules that the trouble in these runs is about. */
export function citedRules(runs: readonly Run[]): Record<string, CitedRule> {
  const ids = new Set(runs.flatMap((run) => run.results.filter(isTrouble).map((result) => result.rule)));
  const cited = RULES.filter((rule) => ids.has(rule.id));
  return Object.fromEntries(cited.map(({ id, number, text, source }) => [id, { number, text, source }]));
}

/** A run's place in the grid, in words: "modem.js on ce in quickjs". */
export function placeOf({ provider, target, engine }: Run): string {
  return `${provider.name} on ${target} in ${engine}`;
}
