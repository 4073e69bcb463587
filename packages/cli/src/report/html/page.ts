import { DEFAULT_PLACE } from "../places.js";
import { isTrouble, type Report } from "../report.js";
import { engineDifferences } from "../troubles.js";
import { OUTCOME_WORDS, plural } from "../words.js";
import { checkList, legend } from "./check-list.js";
import { grid } from "./grid.js";
import { Html, html } from "./html.js";
import { nextSection } from "./next-section.js";
import { type Row, rowsOf, WORST_FIRST } from "./rows.js";
import { SCRIPT } from "./script.js";
import { STYLE } from "./style.js";

/** Formats a report as one HTML page that loads no other file. */
export function htmlReport(report: Report): string {
  const rows = rowsOf(report);
  const title = titleOf(report);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${title} · ws2kit check</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<main>
<p class="eyebrow">ws2kit check</p>
<h1>${title}</h1>
<p class="lead">${lead(report)}</p>
<div class="frame">${grid(report)}</div>
${nextSection(report)}
${differences(report)}
<section>
<div class="filter" role="search">
<label><span class="hidden">Filter checks</span><input id="filter" type="search" autocomplete="off" spellcheck="false"
placeholder="Filter by name, outcome, target"></label>
<div class="tallies">${tallies(rows)}</div>
<p class="keys"><kbd>/</kbd> filter <kbd>Esc</kbd> clear <kbd>↑</kbd> <kbd>↓</kbd> move <kbd>Enter</kbd> open
<output id="shown">${rows.length} of ${rows.length}</output></p>
</div>
${legend()}
${checkList(report, rows)}
</section>
<footer>${footer(report)}</footer>
</main>
<script>${new Html(SCRIPT)}</script>
</body>
</html>
`.text;
}

function titleOf({ runs }: Report): string {
  const bad = new Set(runs.flatMap((run) => run.results.filter(isTrouble).map(({ id }) => id))).size;
  if (bad === 0) return runs.every(({ notRun }) => notRun === 0) ? "Every rule holds" : "Not every check was run";
  return bad === 1 ? "1 check does not hold" : `${bad} checks do not hold`;
}

function lead({ runs, seed, place, suite, shard }: Report): string {
  const names = [
    ...new Set(runs.map(({ provider }) => (provider.sha256 === null ? "the shipped providers" : provider.name))),
  ];
  const targets = [...new Set(runs.map(({ target }) => target))];
  const part = shard === null ? "" : `, part ${shard.index} of ${shard.of}`;
  const who = names.join(" and ").replace(/^the/, "The");
  const where = place === DEFAULT_PLACE ? "" : `, in the place ${place}`;
  return `${who} on ${targets.join(", ")}${where}, checked against the documented rules by ws2kit ${suite} with seed ${seed}${part}.`;
}

/** Buttons that each show only one outcome. */
function tallies(rows: readonly Row[]): Html[] {
  const present = WORST_FIRST.map((outcome) => ({
    outcome,
    count: rows.filter((row) => row.worst === outcome).length,
  }));
  return present
    .filter(({ count }) => count > 0)
    .map(
      ({ outcome, count }) =>
        html`<button type="button" class="tally ${outcome}" data-outcome="${outcome}" aria-pressed="false"><b>${count}</b> ${OUTCOME_WORDS[outcome]}</button>`,
    );
}

/** The checks that pass in one engine and fail in another. */
function differences({ runs }: Report): Html | null {
  const found = engineDifferences(runs);
  if (found.length === 0) return null;
  const lines = found.map(({ id, provider, target, outcomes }) => {
    const each = Object.entries(outcomes).map(([engine, outcome]) => `${OUTCOME_WORDS[outcome]} in ${engine}`);
    return html`<li><code>${id}</code> ${provider} on ${target}: ${each.join(", ")}</li>`;
  });
  return html`<section class="card"><h2>${plural(found.length, "check")} depend on the engine</h2><ul>${lines}</ul></section>`;
}

function footer({ runs, date }: Report): Html {
  const hashes = new Map(runs.map(({ provider }) => [provider.name, provider.sha256]));
  const files = [...hashes].filter(([, sha256]) => sha256 !== null);
  return html`<p>${date.slice(0, 16).replace("T", " ")} UTC. Each mark stands for one run, in the order of the column heads.</p>
${files.map(([name, sha256]) => html`<p>${name}: SHA-256 <code>${sha256}</code></p>`)}`;
}
