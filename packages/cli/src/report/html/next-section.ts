import type { Report } from "../report.js";
import { nextStepTexts, unfinishedRuns } from "../unfinished.js";
import { type Html, html } from "./html.js";

/** What to do next, for each provider that is not finished. */
export function nextSection(report: Report): Html[] {
  return unfinishedRuns(report).map(
    (run) => html`<section class="card next"><h2>What to do next, as ${run.provider.name} does on ${run.target}</h2>
<ol>${nextStepTexts(run).map((step) => html`<li>${step}</li>`)}</ol></section>`,
  );
}
