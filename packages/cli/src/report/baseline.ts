import { readText } from "../files/text-file.js";
import { UsageError } from "../terminal/usage-error.js";
import { isTrouble, type Report, type Run } from "./report.js";

/** A line of a baseline: a check that is known not to hold, in one box of the grid: "ce quickjs bind/twice". */
interface KnownFailure {
  readonly line: number;
  readonly text: string;
}

/** What is known of a provider: a file, and its lines. */
export interface Baseline {
  readonly file: string;
  readonly known: readonly KnownFailure[];
}

/** What differs between a report and what is known of it; all empty if nothing does. */
export interface BaselineDifference {
  /** Lines to add: failures that are not in the file. */
  readonly added: readonly string[];
  /** Lines to remove: checks that hold now. */
  readonly removed: readonly KnownFailure[];
  /** Lines that nothing in the suite answers to. */
  readonly unknown: readonly KnownFailure[];
}

/** "ce quickjs bind/twice", where the name of a check may have blanks. */
const LINE = /^\s*\S+ \S+ \S.*$/;

/**
 * Reads a baseline; "#" begins a comment. Throws a UsageError if there is no such file, or that says which line is
 * none.
 */
export function readBaseline(file: string): Baseline {
  const known: KnownFailure[] = [];
  for (const [i, line] of readText(file).split(/\r?\n/).entries()) {
    const text = line.replace(/(^|\s)#.*$/, "");
    if (text.trim() === "") continue;
    if (!LINE.test(text)) {
      const place = `${file}:${i + 1}:${text.search(/\S/) + 1}`;
      throw new UsageError(`${place}: a line is a target, an engine and a check, as "ce quickjs bind/twice".`);
    }
    known.push({ line: i + 1, text: text.trim() });
  }
  return { file, known };
}

/** A baseline of a report: all that does not hold, in lines that `readBaseline` reads. */
export function baselineText(report: Report): string {
  const lines = report.runs.flatMap((run) => run.results.filter(isTrouble).map(({ id }) => lineOf(run, id)));
  const head = `# What is known not to hold, by ws2kit ${report.suite}, seed ${report.seed}: a target, an engine and a check a line.`;
  return [head, ...[...new Set(lines)].sort(), ""].join("\n");
}

/** Compares both ways. Lines about boxes and checks that this report does not tell of stand as they are. */
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

/** What is wrong with a baseline, and what to do about it, in lines; none if it is current. */
export function baselineLines({ file }: Baseline, { added, removed, unknown }: BaselineDifference): string[] {
  return [
    ...added.map((text) => `${file}: does not hold and is not known: mend it, or add the line: ${text}`),
    ...removed.map(({ line, text }) => `${file}:${line}: holds now: remove the line: ${text}`),
    ...unknown.map(({ line, text }) => `${file}:${line}: no check has this id: ${text}`),
  ];
}

function lineOf({ target, engine }: Run, id: string): string {
  return `${target} ${engine} ${id}`;
}
