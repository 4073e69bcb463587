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

/** What is wanted of a report. */
export interface Conclusion {
  readonly format: FormatName;
  /** The file to write; standard output unless given. */
  readonly out?: string;
  readonly baseline: Baseline | null;
  /** The file to write as a baseline of what does not hold now. */
  readonly writeBaseline?: string;
  readonly statement?: true;
}

/** Shows a report, holds it against its baseline, and says how to end. */
export function conclude(report: Report, { format, out, baseline, writeBaseline, statement }: Conclusion): ExitCode {
  if (out === undefined) process.stdout.write(render(report, format));
  else {
    writeText(out, render(report, format));
    process.stdout.write(`The same as ${format}: ${out}\n\n${render(report, "pretty")}`);
  }
  // what a program reads from standard output stays whole
  const people = format === "pretty" || out !== undefined ? process.stdout : process.stderr;
  if (statement) people.write(`\n${statementText(report)}\n`);
  const troubles = report.runs.flatMap((run) => run.results.filter(isTrouble)).length;
  if (writeBaseline !== undefined) {
    writeText(writeBaseline, baselineText(report));
    people.write(
      `${colours.green("✔")} ${writeBaseline}: ${plural(troubles, "check")} that ${troubles === 1 ? "does" : "do"} not hold, known from now on.\n`,
    );
    return EXIT.holds;
  }
  if (baseline === null) {
    return troubles > 0 || report.runs.some((run) => run.notRun > 0) ? EXIT.difference : EXIT.holds;
  }
  const ids = new Set([...ALL_CHECKS, ...MODULE_CHECKS].map(({ id }) => id));
  const lines = baselineLines(baseline, compareWithBaseline(report, baseline, ids));
  for (const line of lines) console.error(line);
  // the last line says how the command ends, and by what: the report alone does not decide
  const verdict =
    lines.length > 0
      ? `${colours.red("✖")} ${plural(lines.length, "difference")} from ${baseline.file}.`
      : `${colours.green("✔")} As ${baseline.file} has it: ${troubles === 0 ? "every rule holds" : `${troubles} known not to hold`}.`;
  people.write(`${verdict}\n`);
  return lines.length > 0 ? EXIT.difference : EXIT.holds;
}
