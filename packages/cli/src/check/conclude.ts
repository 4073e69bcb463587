import { writeText } from "../files/text-file.js";
import { type Baseline, baselineLines, baselineText, compareWithBaseline } from "../report/baseline.js";
import type { FormatName } from "../report/format-names.js";
import { render } from "../report/formats.js";
import { isTrouble, type Report } from "../report/report.js";
import { statementText } from "../report/statement.js";
import { plural } from "../report/words.js";
import { colours } from "../terminal/colours.js";
import { EXIT, type ExitCode } from "../terminal/exit-code.js";
import { ALL_CHECKS, MODULE_CHECKS } from "./selection.js";

/** The options of `ws2kit check` and `ws2kit merge` that concern the report. */
export interface Conclusion {
  readonly format: FormatName;
  /** The file that receives the report; standard output if absent. */
  readonly out?: string;
  readonly baseline: Baseline | null;
  /** The file that receives the checks that fail now, as a baseline. */
  readonly writeBaseline?: string;
  readonly statement?: true;
}

/** Writes a report, compares it with its baseline, prints the verdict, and returns the exit code. */
export function conclude(report: Report, { format, out, baseline, writeBaseline, statement }: Conclusion): ExitCode {
  if (out === undefined) process.stdout.write(render(report, format));
  else {
    writeText(out, render(report, format));
    process.stdout.write(`The report as ${format}: ${out}\n\n${render(report, "pretty")}`);
  }
  // a report on standard output is read by a program: verdicts go to standard error then
  const people = format === "pretty" || out !== undefined ? process.stdout : process.stderr;
  if (statement) people.write(`\n${statementText(report)}\n`);
  const troubles = report.runs.flatMap((run) => run.results.filter(isTrouble)).length;
  if (writeBaseline !== undefined) {
    writeText(writeBaseline, baselineText(report));
    people.write(`${colours.green("✔")} ${writeBaseline}: ${plural(troubles, "check")} written as known failures.\n`);
    return EXIT.holds;
  }
  if (baseline === null) {
    return troubles > 0 || report.runs.some((run) => run.notRun > 0) ? EXIT.difference : EXIT.holds;
  }
  const ids = new Set([...ALL_CHECKS, ...MODULE_CHECKS].map(({ id }) => id));
  const lines = baselineLines(baseline, compareWithBaseline(report, baseline, ids));
  for (const line of lines) console.error(line);
  // with a baseline, the difference from it decides the exit code, not the report alone
  const verdict =
    lines.length > 0
      ? `${colours.red("✖")} ${plural(lines.length, "difference")} from ${baseline.file}.`
      : `${colours.green("✔")} ${troubles === 0 ? "Every rule holds" : plural(troubles, "known failure")}, as listed in ${baseline.file}.`;
  people.write(`${verdict}\n`);
  return lines.length > 0 ? EXIT.difference : EXIT.holds;
}
