import { getBorderCharacters, table } from "table";
import { colours } from "./colours.js";
import { FIGURE_TITLES, figuresOf } from "./figures.js";
import type { TargetRun } from "./target-run.js";

/** Formats the figures of all targets for a terminal. */
export function resultsTable(runs: readonly TargetRun[]): string {
  const last = FIGURE_TITLES.length - 1;
  return table([FIGURE_TITLES.map((title) => colours.dim(title)), ...runs.map(row)], {
    border: getBorderCharacters("norc"),
    columnDefault: { alignment: "right" },
    columns: { 0: { alignment: "left" }, [last]: { alignment: "left" } },
    drawHorizontalLine: (line, lines) => line <= 1 || line === lines,
  });
}

function row(run: TargetRun): string[] {
  const cells = figuresOf(run);
  const verdict = cells.pop();
  return [...cells, run.failure === "" ? colours.green(verdict) : colours.red(verdict)];
}
