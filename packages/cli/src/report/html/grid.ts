import { isTrouble, type Report, type Run } from "../report.js";
import { OUTCOME_WORDS } from "../words.js";
import { type Html, html } from "./html.js";
import { WORST_FIRST } from "./rows.js";

/** The table of provider × target × engine, the rows with most failures first. */
export function grid({ runs }: Report): Html {
  const engines = [...new Set(runs.map(({ engine }) => engine))];
  const rows = rowsOfGrid(runs);
  const trouble = (row: readonly Run[]) => row.reduce((sum, run) => sum + troubles(run), 0);
  rows.sort((a, b) => trouble(b) - trouble(a));
  return html`<table class="grid"><thead><tr><th scope="col">provider</th><th scope="col">target</th>
${engines.map((engine) => html`<th scope="col">${engine}</th>`)}</tr></thead>
<tbody>${rows.map((row) => gridRow(row, engines))}</tbody></table>`;
}

/** Groups runs by provider and target. */
function rowsOfGrid(runs: readonly Run[]): (readonly Run[])[] {
  const rows = new Map<string, Run[]>();
  for (const run of runs) {
    const key = `${run.provider.name}\n${run.provider.sha256}\n${run.target}`;
    rows.set(key, [...(rows.get(key) ?? []), run]);
  }
  return [...rows.values()];
}

function gridRow(row: readonly Run[], engines: readonly string[]): Html {
  const [{ provider, target, profile }] = row;
  const cells = engines.map((engine) => row.find((run) => run.engine === engine));
  return html`<tr><th scope="row"><b>${provider.name}</b><small>${provider.kind ?? "not loaded"}</small></th>
<td><b>${target}</b><small>${profile.title}</small></td>
${cells.map((run) => (run === undefined ? html`<td class="none">not run</td>` : cell(run)))}</tr>`;
}

function cell(run: Run): Html {
  const { counts, notRun, milliseconds, engineVersion } = run;
  const bad = troubles(run);
  const total = run.results.length + notRun;
  const parts = WORST_FIRST.filter((outcome) => counts[outcome] > 0);
  const says = [
    ...parts.map((outcome) => `${counts[outcome]} ${OUTCOME_WORDS[outcome]}`),
    ...(notRun > 0 ? [`${notRun} not run`] : []),
  ];
  return html`<td class="${bad > 0 ? "bad" : "good"}"><b>${bad > 0 ? `${bad} do not hold` : `${counts.pass} hold`}</b>
<div class="bar" role="img" aria-label="${says.join(", ")}">${parts.map(
    (outcome) => html`<i class="${outcome}" style="flex-grow:${counts[outcome]}"></i>`,
  )}${notRun > 0 ? html`<i class="not-run" style="flex-grow:${notRun}"></i>` : null}</div>
<small>${total} checks · ${(milliseconds / 1000).toFixed(1)} s · ${engineVersion}</small></td>`;
}

function troubles(run: Run): number {
  return run.results.filter(isTrouble).length + run.notRun;
}
