import type { Command } from "commander";
import { FORMAT_NAMES } from "../report/format-names.js";
import { endWith } from "../terminal/end-with.js";
import type { ExitCode } from "../terminal/exit-code.js";
import { unknownName } from "../terminal/usage-error.js";

/** The options as commander gives them. */
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
    .description("make one report of several: the parts of a sharded run, other targets, a device's TAP")
    .argument("<report...>", "JSON or TAP of ws2kit check; - is standard input")
    .option("--format <name>", FORMAT_NAMES.join(", "), "pretty")
    .option("--out <file>", "where to write the report, if not to standard output")
    .option("--baseline <file>", "known failures; a new one is a difference, and so is one that is gone")
    .option("--write-baseline <file>", "write what does not hold now as a baseline; the command then ends with 0")
    .option("--statement", "end with what was checked, by which suite, when, and what came of it")
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
