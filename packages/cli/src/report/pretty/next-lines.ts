import { colours } from "../../terminal/colours.js";
import type { Report } from "../report.js";
import { nextStepTexts, unfinishedRuns } from "../unfinished.js";
import { wrapped } from "./wrapped.js";

/** What to do next, for each provider that is not finished. */
export function nextLines(report: Report): string[] {
  return unfinishedRuns(report).flatMap((run) => [
    "",
    colours.bold(`What to do next, as ${run.provider.name} does on ${run.target}:`),
    ...nextStepTexts(run).flatMap((step, i) => wrapped(`${String(i + 1).padStart(3)}. `, step)),
  ]);
}
