import { readText } from "../files/text-file.js";
import { UsageError } from "../terminal/usage-error.js";
import { isTrouble, type Report, type Run } from "./report.js";

/** A line of a baseline: a check that is known to fail on one target in one engine, such as "ce quickjs bind/twice". */
interface KnownFailure {
  readonly line: number;
  readonly text: string;
}

/** The known failures of a provider: a file, and its lines. */
export interface Baseline {
  readonly file: string;
  readonly known: readonly KnownFailure[];
}

/** The differences between a report and a baseline; all empty if the baseline is current. */
export interface BaselineDifference {
  /** Lines to add: checks that fail and are not in the file. */
  readonly added: readonly string[];
  /** Lines to remove: checks that pass now. */
  readonly removed: readonly KnownFailure[];
  /** Lines that name no check of the suite. */
  readonly unknown: readonly KnownFailure[];
}

/** "ce quickjs bind/twice"; the name of a check may contain spaces. */
const LINE = /^\s*\S+ \S+ \S.*$/;

/**
 * Reads a baseline; "#" begins a comment. Throws a UsageError if the file does not exist or a line is malformed.
 */
export function readBaseline(file: string): Baseline {
  const known: KnownFailure[] = [];
  for (const [i, line] of readText(file).split(/\r?\n/).entries()) {
    const text = line.replace(/(^|\s)#.*$/, "");
    if (text.trim() === "") continue;
    if (!LINE.test(text)) {
      const place = `${file}:${i + 1}:${text.search(/\S/) + 1}`;
      throw new UsageError(
        `${place}: a line must be a target, an engine and a check, such as "ce quickjs bind/twice".`,
      );
    }
    known.push({ line: i + 1, text: text.trim() });
  }
  return { file, known };
}

/** Formats the failures of a report as a baseline that `readBaseline` reads. */
export function baselineText(report: Report): string {
  const lines = report.runs.flatMap((run) => run.results.filter(isTrouble).map(({ id }) => lineOf(run, id)));
  const head = `# Known failures, written by ws2kit ${report.suite} with seed ${report.seed}. Each line: a target, an engine and a check.`;
  return [head, ...[...new Set(lines)].sort(), ""].join("\n");
}

/** Compares a report with a baseline. Ignores lines about targets, engines and checks that are not in the report. */
export function compareWithBaseline(
  report: Report,
  { known }: Baseline,
  checks: ReadonlySet<string>,
): BaselineDifference {
  const failing = new Set(report.runs.flatMap((run) => run.results.filter(isTrouble).map(({ id }) => lineOf(run, id))));
  const holding = new Set(
    report.runs.flatMap((run) => run.results.filter((one) => !isTrouble(one)).map(({ id }) => lineOf(run, id))),
  );
  const texts = new Set(known.map(({ text }) => text));
  return {
    added: [...failing].filter((text) => !texts.has(text)).sort(),
    removed: known.filter(({ text }) => holding.has(text)),
    unknown: known.filter(({ text }) => !checks.has(text.split(" ").slice(2).join(" "))),
  };
}

/** Describes each difference and how to correct it, a line each; empty if the baseline is current. */
export function baselineLines({ file }: Baseline, { added, removed, unknown }: BaselineDifference): string[] {
  return [
    ...added.map(
      (text) => `${file}: this check fails and is not listed; correct the provider, or add the line: ${text}`,
    ),
    ...removed.map(({ line, text }) => `${file}:${line}: this check passes now; remove the line: ${text}`),
    ...unknown.map(({ line, text }) => `${file}:${line}: no check has this id: ${text}`),
  ];
}

function lineOf({ target, engine }: Run, id: string): string {
  return `${target} ${engine} ${id}`;
}
