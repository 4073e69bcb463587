import { CHECKS, checkId } from "@ws2kit/conformance";
import { UsageError } from "../terminal/usage-error.js";
import { citedRules, countsOf, isTrouble, placeOf, type Report, type Run } from "./report.js";

/**
 * Makes one report of several: of the parts of a sharded run, of other targets, engines or providers, or of all of
 * these. Throws a UsageError if they are not of one suite and seed.
 */
export function mergeReports(reports: readonly Report[]): Report {
  const [first] = reports;
  for (const report of reports) {
    if (report.suite !== first.suite)
      throw new UsageError(`these reports are of two suites, ${first.suite} and ${report.suite}.`);
    if (report.seed !== first.seed)
      throw new UsageError(`these reports have two seeds, ${first.seed} and ${report.seed}.`);
  }
  const missing = missingParts(reports);
  if (missing !== "") throw new UsageError(missing);
  const runs = new Map<string, Run>();
  for (const run of reports.flatMap((report) => report.runs)) {
    const place = `${placeOf(run)} ${run.provider.sha256}`;
    const known = runs.get(place);
    runs.set(place, known === undefined ? run : joined(known, run));
  }
  const merged = [...runs.values()];
  const date = reports.map((report) => report.date).sort()[reports.length - 1];
  return { ...first, date, shard: reports.length === 1 ? first.shard : null, runs: merged, rules: citedRules(merged) };
}

/** Which parts of a sharded run are not there, in a sentence; "" if all are. */
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

/** Where in the suite a check stands; before all are those of the module itself. */
function placeInSuite(id: string): number {
  return PLACES.get(id) ?? -1;
}

/** Two parts of one run. What both have, such as how the module loaded, counts by its worse outcome. */
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
    next: null,
  };
}
