import { CHECKS, checkId } from "@ws2kit/conformance";
import { UsageError } from "../terminal/usage-error.js";
import { joinedSteps } from "./next-steps.js";
import { citedRules, countsOf, isTrouble, type Report, type Run, runName } from "./report.js";

/**
 * Merges reports: the parts of a sharded run, or reports about several targets, engines or providers. Throws a
 * UsageError if their suites, seeds or places differ, or if a part of a sharded run is missing.
 */
export function mergeReports(reports: readonly Report[]): Report {
  const [first] = reports;
  for (const report of reports) {
    if (report.suite !== first.suite)
      throw new UsageError(`these reports come from two versions of ws2kit, ${first.suite} and ${report.suite}.`);
    if (report.seed !== first.seed)
      throw new UsageError(`these reports have two seeds, ${first.seed} and ${report.seed}.`);
    if (report.place !== first.place)
      throw new UsageError(`these reports come from two places, ${first.place} and ${report.place}.`);
  }
  const missing = missingParts(reports);
  if (missing !== "") throw new UsageError(missing);
  const runs = new Map<string, Run>();
  for (const run of reports.flatMap((report) => report.runs)) {
    const key = `${runName(run)} ${run.provider.sha256}`;
    const known = runs.get(key);
    runs.set(key, known === undefined ? run : joined(known, run));
  }
  const merged = [...runs.values()];
  const date = reports.map((report) => report.date).sort()[reports.length - 1];
  return { ...first, date, shard: reports.length === 1 ? first.shard : null, runs: merged, rules: citedRules(merged) };
}

/** Names the missing parts of a sharded run in a sentence; "" if none is missing. */
function missingParts(reports: readonly Report[]): string {
  const parts = reports.flatMap(({ shard }) => shard ?? []);
  if (reports.length === 1 || parts.length === 0) return "";
  const [{ of }] = parts;
  const missing = Array.from({ length: of }, (_, i) => i + 1).filter(
    (index) => !parts.some((part) => part.index === index),
  );
  return missing.length === 0
    ? ""
    : `of ${of} parts, ${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} missing.`;
}

const PLACES = new Map(CHECKS.map((check, place) => [checkId(check), place]));

/** A check's position in the suite; the checks of the module itself come first. */
function placeInSuite(id: string): number {
  return PLACES.get(id) ?? -1;
}

/** Joins two parts of one run. A result that both include, such as `module/loads`, counts with its worse outcome. */
function joined(a: Run, b: Run): Run {
  const results = new Map(a.results.map((result) => [result.id, result]));
  for (const result of b.results) {
    const known = results.get(result.id);
    if (known === undefined || isTrouble(result)) results.set(result.id, result);
  }
  const all = [...results.values()].sort((one, other) => placeInSuite(one.id) - placeInSuite(other.id));
  return {
    ...a,
    milliseconds: a.milliseconds + b.milliseconds,
    counts: countsOf(all),
    notRun: a.notRun + b.notRun,
    results: all,
    next: joinedSteps(a.next, b.next, placeInSuite),
  };
}
