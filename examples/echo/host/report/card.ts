import { type TargetRun, totals } from "../target-run.js";
import { count, kib, mib, milliseconds } from "../units.js";
import { type Html, html } from "./html.js";
import { sparkline, throughput } from "./throughput.js";

/** The result, speed and memory of one target. `top` is the scale of all curves, in bytes a second. */
export function card(run: TargetRun, top: number): Html {
  const { failure, target, title } = run;
  return html`<article class="card ${failure === "" ? "right" : "wrong"}">
  <header>
    <code>${target}</code>
    <span class="verdict">${failure === "" ? "every byte right" : "failed"}</span>
    <h2>${title}</h2>
  </header>
  ${failure === "" ? speed(run, top) : html`<p class="failure">${failure}</p>`}
  ${heap(run)}
  ${facts(run)}
</article>`;
}

function speed(run: TargetRun, top: number): Html {
  const { bytesPerSecond, ms } = totals(run);
  const rates = throughput(run.samples);
  return html`<p class="figure"><strong>${mib(bytesPerSecond)}</strong> MiB/s, echoed and compared</p>
  <figure>
    ${sparkline(rates, top, `Throughput over ${milliseconds(ms)} ms, at most ${mib(Math.max(...rates))} MiB/s`)}
    <figcaption><span>0 s</span><span>throughput over time</span><span>${(ms / 1000).toFixed(2)} s</span></figcaption>
  </figure>`;
}

function heap({ figures, heapBudget }: TargetRun): Html {
  const { heapAfterBoot, heapPeak } = figures;
  const part = (bytes: number | null) => `${Math.min(100, (100 * (bytes ?? 0)) / heapBudget).toFixed(1)}%`;
  return html`<section class="heap">
    <div class="scale"><span>heap</span><span>${kib(heapPeak)} of ${kib(heapBudget)}</span></div>
    <div class="bar"><i class="peak" style="width:${part(heapPeak)}"></i><i class="boot" style="width:${part(heapAfterBoot)}"></i></div>
    <div class="legend"><span><b class="boot"></b>${kib(heapAfterBoot)} after boot</span><span><b class="peak"></b>${kib(heapPeak)} at the peak</span></div>
  </section>`;
}

function facts(run: TargetRun): Html {
  const { bytes, datagrams, resent } = totals(run);
  const rows: [string, string][] = [
    ["bundle", `${count(run.bundleBytes)} bytes`],
    ["boot", `${milliseconds(run.figures.bootMs)} ms`],
    ["echoed", `${mib(bytes)} MiB`],
    ["datagrams", resent === 0 ? count(datagrams) : `${count(datagrams)}, ${count(resent)} sent again`],
    ["host calls", count(run.figures.hostCalls)],
  ];
  return html`<dl>${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}
