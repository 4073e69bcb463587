import { tapHead, tapResult } from "@ws2kit/conformance";
import { isTrouble, type Report, type Run, runName } from "./report.js";

/** The description of a run, which a TAP stream contains in a comment before the results. */
export type RunAbout = Pick<Report, "suite" | "date" | "seed" | "place" | "shard"> &
  Omit<Run, "results" | "counts" | "next">;

/** Formats a report as TAP 14: a subtest for each run. */
export function tapReport(report: Report): string {
  const runs = report.runs.map((run, i) => {
    const verdict = run.results.some(isTrouble) || run.notRun > 0 ? "not ok" : "ok";
    return `# Subtest: ${runName(run)}\n${indented(runLines(report, run))}${verdict} ${i + 1} - ${runName(run)}\n`;
  });
  return `TAP version 14\n1..${runs.length}\n${runs.join("")}`;
}

function runLines(report: Report, run: Run): string {
  const { suite, date, seed, place, shard } = report;
  const { results, counts: _counts, next: _next, ...rest } = run;
  const about: RunAbout = { suite, date, seed, place, shard, ...rest };
  const head = tapHead(results.length, about).replace(/^TAP version 14\n/, "");
  return head + results.map((result, i) => tapResult(i + 1, result)).join("");
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, "    ");
}
