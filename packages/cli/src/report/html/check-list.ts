import type { Outcome, Result } from "@ws2kit/conformance";
import { repeatCommand } from "../repeat-command.js";
import { isTrouble, type Report } from "../report.js";
import { expectedText, gotText, leaksText, OUTCOME_WORDS, sourceText, traceText } from "../words.js";
import { type Html, html } from "./html.js";
import { type Group, groupsOf, type Row, shortName } from "./rows.js";

/** A mark for each outcome, so that colour is not the only difference. */
const GLYPHS: Readonly<Record<Outcome, string>> = {
  pass: "✓",
  fail: "✕",
  broken: "!",
  "not-supported": "◦",
  "not-applicable": "–",
};

/** What each mark means. */
export function legend(): Html {
  const marks = Object.entries(GLYPHS).map(
    ([outcome, glyph]) => html`<li><i class="mark ${outcome}">${glyph}</i> ${OUTCOME_WORDS[outcome as Outcome]}</li>`,
  );
  return html`<ul class="legend">${marks}</ul>`;
}

/** The list of checks: failures grouped by function, and the others folded and grouped by outcome. */
export function checkList(report: Report, rows: readonly Row[]): Html {
  return html`${heads(report)}<div id="checks">${groupsOf(rows).map((group) => groupOf(report, group))}</div>
<p class="nothing" id="nothing" hidden>No check contains these words. <kbd>Esc</kbd> shows all again.</p>`;
}

/** The heads of the columns: the check, its rule's number, and each combination. */
function heads(report: Report): Html {
  const places = report.runs.map((run, i) => html`<li><b>${i + 1}</b> ${shortName(report, run)}</li>`);
  return html`<div class="heads"><span>check</span><span class="number">rule</span><ol class="places" aria-label="marks">${places}</ol></div>`;
}

function groupOf(report: Report, { title, outcome, rows }: Group): Html {
  const isOpen = outcome === "fail" || outcome === "broken";
  return html`<details class="group" data-open="${String(isOpen)}"${isOpen ? html` open` : null}><summary class="title"><b>${title}</b>
<span class="tag ${outcome}">${rows.length} ${OUTCOME_WORDS[outcome]}</span></summary>
<ol class="checks">${rows.map((row) => item(report, row))}</ol></details>`;
}

function item(report: Report, row: Row): Html {
  const { id, rule, worst, results } = row;
  const places = report.runs.filter((_, i) => results[i] !== undefined).map((run) => shortName(report, run));
  const words = [id, rule?.number ?? "", worst, OUTCOME_WORDS[worst], ...new Set(places)].join(" ").toLowerCase();
  return html`<li class="check" data-words="${words}" data-worst="${worst}"><details><summary>
<span class="id">${id}</span><span class="number">${rule?.number ?? ""}</span>
<span class="marks">${results.map((result, i) => mark(report, i, result))}</span></summary>
<div class="details">${rule === null ? null : html`<p class="rule">${rule.text} <cite>${sourceText(rule.source)}</cite></p>`}
${outcomes(report, row)}</div></details></li>`;
}

function mark(report: Report, i: number, result: Result | undefined): Html {
  const place = shortName(report, report.runs[i]);
  if (result === undefined) return html`<i class="mark none" title="${place}: not run"></i>`;
  const { outcome } = result;
  return html`<i class="mark ${outcome}" title="${place}: ${OUTCOME_WORDS[outcome]}">${GLYPHS[outcome]}</i>`;
}

/** The outcomes of a check, a block for each different outcome. */
function outcomes(report: Report, { results }: Row): Html[] {
  const groups = new Map<string, number[]>();
  results.forEach((result, i) => {
    if (result === undefined) return;
    const key = [result.outcome, result.what, JSON.stringify([result.expected, result.got])].join("\n");
    groups.set(key, [...(groups.get(key) ?? []), i]);
  });
  return [...groups.values()].map((group) => outcome(report, group, results[group[0]] as Result));
}

function outcome(report: Report, group: readonly number[], result: Result): Html {
  const places = group.map((i) => shortName(report, report.runs[i])).join(", ");
  const head = html`<p class="where"><span class="tag ${result.outcome}">${OUTCOME_WORDS[result.outcome]}</span> ${places}</p>`;
  if (!isTrouble(result))
    return html`${head}${result.what === "" ? null : html`<p class="what">${result.what}</p>`}${facts(result)}`;
  return html`${head}<dl><div><dt>expected</dt><dd>${expectedText(result)}</dd></div>
<div class="got"><dt>got</dt><dd>${gotText(result)}</dd></div></dl>
${result.trace.length === 0 ? null : html`<pre tabindex="0" aria-label="calls">${result.trace.map(traceText).join("\n")}</pre>`}
<p class="repeat"><code>${repeatCommand(report, report.runs[group[0]], result.id)}</code></p>${facts(result)}`;
}

function facts(result: Result): Html | null {
  const kept = leaksText(result);
  const heap = result.heap === undefined ? "" : `${Math.round(result.heap / 1024)} KiB of heap at most`;
  const texts = [kept === "" ? "" : `kept ${kept}`, heap].filter(Boolean);
  return texts.length === 0 ? null : html`<p class="what">${texts.join(" · ")}</p>`;
}
