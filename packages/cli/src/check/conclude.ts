import { writeText } from "../files/text-file.js";
import { type Baseline, baselineLines, compareWithBaseline } from "../report/baseline.js";
import type { FormatName } from "../report/format-names.js";
import { render } from "../report/formats.js";
import { isTrouble, type Report } from "../report/report.js";
import { statementText } from "../report/statement.js";
import { EXIT, type ExitCode } from "../terminal/exit-code.js";
import { ALL_CHECKS, MODULE_CHECKS } from "./selection.js";

/** What is wanted of a report. */
export interface Conclusion {
  readonly format: FormatName;
  /** The file to write; standard output unless given. */
  readonly out?: string;
  readonly baseline: Baseline | null;
  readonly statement?: true;
}

/** Shows a report, holds it against its baseline, and says how to end. */
export function conclude(report: Report, { format, out, baseline, statement }: Conclusion): ExitCode {
  if (out === undefined) process.stdout.write(render(report, format));
  else {
    writeText(out, render(report, format));
    process.stdout.write(`${render(report, "pretty")}\nThe same as ${format}: ${out}\n`);
  }
  // what a program reads from standard output stays whole
  const people = format === "pretty" || out !== undefined ? process.stdout : process.stderr;
  if (statement) people.write(`\n${statementText(report)}\n`);
  if (baseline === null) {
    return report.runs.some((run) => run.results.some(isTrouble) || run.notRun > 0) ? EXIT.difference : EXIT.holds;
  }
  const ids = new Set([...ALL_CHECKS, ...MODULE_CHECKS].map(({ id }) => id));
  const lines = baselineLines(baseline, compareWithBaseline(report, baseline, ids));
  for (const line of lines) console.error(line);
  return lines.length > 0 ? EXIT.difference : EXIT.holds;
}
