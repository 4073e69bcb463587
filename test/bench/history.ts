import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import type { Figure } from "./row.js";

/** One run a line: `test/bench/history.jsonl`. */
const HISTORY = fileURLToPath(new URL("../../bench/history.jsonl", import.meta.url));
/** A smaller difference is noise even where the spreads are smaller. */
const LEAST = 0.05;

/** A figure as the history stores it. */
type Past = Omit<Figure, "part" | "measure" | "reason">;

/** One run of the bench. */
interface Entry {
  readonly time: string;
  readonly commit: string;
  readonly node: string;
  readonly processor: string;
  /** By "part: measure". */
  readonly figures: Readonly<Record<string, Past>>;
}

/** Adds a run to the history. */
export function remember(figures: readonly Figure[]): void {
  const entry: Entry = {
    time: new Date().toISOString(),
    commit: execFileSync("git", ["describe", "--always", "--dirty"], { encoding: "utf8" }).trim(),
    node: process.version,
    processor: cpus()[0].model,
    figures: Object.fromEntries(
      figures.map(({ part, measure, reason, ...figure }) => [`${part}: ${measure}`, shortened(figure)]),
    ),
  };
  appendFileSync(HISTORY, `${JSON.stringify(entry)}\n`);
}

function shortened(figure: Past): Past {
  const members = Object.entries(figure).map(([name, value]) => [
    name,
    typeof value === "number" ? rounded(value) : value,
  ]);
  return Object.fromEntries(members) as Past;
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

function readHistory(): readonly Entry[] {
  if (!existsSync(HISTORY)) return [];
  const lines = readFileSync(HISTORY, "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line) as Entry);
}

/** The newest of each figure in the history. */
export function latest(): readonly Figure[] {
  const newest = Object.assign({}, ...readHistory().map(({ figures }) => figures)) as Entry["figures"];
  return Object.entries(newest).map(([name, figure]) => {
    const [part, measure] = name.split(/: (.*)/s);
    return { part, measure, ...figure };
  });
}

/** What moved beyond the noise since the last run in the history that has the same figure. */
export function compared(figures: readonly Figure[]): string {
  const entries = readHistory();
  const moved: string[] = [];
  for (const figure of figures) {
    const name = `${figure.part}: ${figure.measure}`;
    const entry = entries.findLast((one) => name in one.figures);
    if (entry === undefined) continue;
    const line = difference(name, figure, entry.figures[name]);
    if (line !== null) moved.push(`${line} (${entry.commit})`);
  }
  return moved.length === 0 ? "Nothing moved beyond the noise.\n" : `${moved.join("\n")}\n`;
}

/**
 * How a figure differs from the one before; `null` within the noise. A ratio to a peer of the same run is compared
 * where there is one, because another machine, or a busy one, changes both.
 */
export function difference(
  name: string,
  now: Pick<Figure, "median" | "spread" | "ratio" | "isLeast">,
  before: Pick<Past, "median" | "spread" | "ratio">,
): string | null {
  const isRatio = now.ratio !== undefined && before.ratio !== undefined;
  const [value, past] = isRatio ? [now.ratio as number, before.ratio as number] : [now.median, before.median];
  const change = value / past - 1;
  if (Math.abs(change) <= Math.max(LEAST, now.spread, before.spread)) return null;
  const isBetter = now.isLeast ? change > 0 : change < 0;
  const percent = `${change > 0 ? "+" : ""}${Math.round(change * 100)} %`;
  return `${name}: ${percent}, ${isBetter ? "better" : "worse"}: ${past} before, ${rounded(value)} now`;
}
