import { getBorderCharacters, table } from "table";
import { colours } from "../../terminal/colours.js";
import { isTrouble, type Run } from "../report.js";

const TITLES = ["provider", "target", "engine", "pass", "fail", "broken", "lacks", "n/a", "time"];

/** The table of provider × target × engine, the rows with most failures first. */
export function gridTable(runs: readonly Run[]): string {
  const trouble = (run: Run) => run.results.filter(isTrouble).length + run.notRun;
  const ordered = [...runs].sort((a, b) => trouble(b) - trouble(a));
  return table([TITLES.map((title) => colours.dim(title)), ...ordered.map(row)], {
    border: getBorderCharacters("norc"),
    columnDefault: { alignment: "right", paddingLeft: 1, paddingRight: 1 },
    columns: { 0: { alignment: "left", truncate: 24 }, 1: { alignment: "left" }, 2: { alignment: "left" } },
    drawHorizontalLine: (line, lines) => line <= 1 || line === lines,
  }).trimEnd();
}

function row({ provider, target, engine, counts, milliseconds }: Run): string[] {
  const loud = (count: number, colour: (text: string) => string) =>
    count === 0 ? colours.dim("0") : colour(String(count));
  return [
    provider.name,
    target,
    engine,
    loud(counts.pass, colours.green),
    loud(counts.fail, colours.red),
    loud(counts.broken, colours.yellow),
    loud(counts["not-supported"], String),
    loud(counts["not-applicable"], String),
    milliseconds === 0 ? "" : `${(milliseconds / 1000).toFixed(1)} s`,
  ];
}
