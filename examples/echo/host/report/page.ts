import { cpus } from "node:os";
import { FIGURE_TITLES, figuresOf } from "../figures.js";
import type { TargetRun } from "../target-run.js";
import { count, mib } from "../units.js";
import type { Workload } from "../workload.js";
import { card } from "./card.js";
import { Html, html } from "./html.js";
import { STYLE } from "./style.js";
import { throughput } from "./throughput.js";

/** Formats the results as a page that loads no other file. */
export function reportPage(runs: readonly TargetRun[], workload: Workload, now: Date): string {
  const wrong = runs.filter(({ failure }) => failure !== "");
  const top = Math.max(1, ...runs.flatMap(({ samples }) => throughput(samples)));
  const title = wrong.length === 0 ? "Every byte came back right" : `${wrong.length} of ${runs.length} targets failed`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>ws2kit: ${title}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<main>
<p class="eyebrow">ws2kit · main job</p>
<h1>${title}</h1>
<p class="lead">${lead(workload)}</p>
<div class="cards">${runs.map((run) => card(run, top))}</div>
<div class="figures">${figures(runs)}</div>
<footer>
<p>Heap is QuickJS's own count, sampled, so a short peak while the bundle is compiled is not visible. The budget is that
of the target's device; no allocation exceeds it. Boot is the time from the bundle's first byte until its machine is
open. The curves share one scale. A rate counts each byte once, although it was sent in both directions.</p>
<p>${now.toISOString().slice(0, 16).replace("T", " ")} UTC · Node ${process.versions.node} · ${cpus().length} × ${cpus()[0].model}
· repeat it with <code>npm start</code></p>
</footer>
</main>
</body>
</html>
`.text;
}

function lead({ bytes, connections, datagrams, window }: Workload): string {
  return (
    `One echo firmware, built for each target and run in QuickJS within the memory of its device. A separate process ` +
    `sent it ${mib(bytes, 0)} MiB of random bytes in odd-sized pieces over ${connections} TCP connections and ` +
    `${count(datagrams)} datagrams, ${window} in flight, and compared all that came back.`
  );
}

function figures(runs: readonly TargetRun[]): Html {
  const rows = runs.map((run) => {
    const cells = figuresOf(run);
    const verdict = cells.pop();
    const state = run.failure === "" ? "right" : "wrong";
    return html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}<td class="${state}">${verdict}</td></tr>`;
  });
  return html`<table><thead><tr>${FIGURE_TITLES.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table>`;
}
