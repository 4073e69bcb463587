import type { Command } from "commander";
import { FORMAT_NAMES } from "../report/format-names.js";
import { endWith } from "../terminal/end-with.js";
import { example } from "../terminal/example.js";
import type { ExitCode } from "../terminal/exit-code.js";
import { unknownName } from "../terminal/usage-error.js";

/** The options of `ws2kit merge`, as commander parses them. */
interface Options {
  readonly format: string;
  readonly out?: string;
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly statement?: true;
}

export function addMerge(program: Command): void {
  program
    .command("merge")
    .addHelpText("after", example("ws2kit merge part-1.json part-2.json --format html --out report.html"))
    .description("merge reports into one: the parts of a sharded run, several targets, a device's TAP")
    .argument("<report...>", "JSON or TAP files that ws2kit check wrote; - is standard input")
    .option("--format <name>", FORMAT_NAMES.join(", "), "pretty")
    .option("--out <file>", "the file for the report (default: standard output)")
    .option(
      "--baseline <file>",
      "a file of known failures; the command fails if a check outside the file fails, or a check in the file passes",
    )
    .option("--write-baseline <file>", "write the checks that fail now to a baseline file, and exit with 0")
    .option("--statement", "print what was checked, its SHA-256, the suite, the date and the result at the end")
    .action(endWith(merge));
}

async function merge(files: readonly string[], options: Options): Promise<ExitCode> {
  const format = FORMAT_NAMES.find((name) => name === options.format);
  if (format === undefined) throw unknownName("format", options.format, FORMAT_NAMES);
  const { conclude } = await import("../check/conclude.js");
  const { mergeReports } = await import("../report/merge.js");
  const { readReport } = await import("../report/read-report.js");
  const { readBaseline } = await import("../report/baseline.js");
  const baseline = options.baseline === undefined ? null : readBaseline(options.baseline);
  return conclude(mergeReports(files.map(readReport)), { ...options, format, baseline });
}
