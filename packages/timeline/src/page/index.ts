import type { Timeline } from "@ws2kit/timeline/convert";
import { BLOCK, columnsOf, compressed, detailsOf, explanationsOf, type PageHead, slotsOf } from "./columns.js";
import { STYLE } from "./style.js";
import { Axis } from "./view/axis.js";
import { Chart, isFailure } from "./view/chart.js";
import { inflate, readEvents } from "./view/events.js";
import { List } from "./view/list.js";
import { Panel } from "./view/panel.js";
import { matches } from "./view/search.js";
import { start } from "./view/start.js";
import { byId, clamped, element, timeText } from "./view/words.js";

/** The page's script: these functions and classes use each other by their names, and nothing else of a module. */
const VIEW = [
  byId,
  timeText,
  clamped,
  element,
  inflate,
  readEvents,
  Axis,
  isFailure,
  Chart,
  List,
  Panel,
  matches,
  start,
];

/**
 * Draws a timeline as one HTML page that loads no other file: a lane for each layer from the application to the wire,
 * overlapped operations as spans, errors red, waits grey; the call's arguments, bytes and rule in a panel.
 */
export function timelinePage(timeline: Timeline, title: string): string {
  const slots = slotsOf(timeline);
  const head: PageHead = {
    title,
    lanes: timeline.lanes,
    slots,
    explanations: explanationsOf(timeline),
    count: timeline.events.length,
    end: timeline.end,
    block: BLOCK,
  };
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${escaped(title)} · ws2kit timeline</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${escaped(title)}</h1>
<p id="summary"></p>
<div class="tools">
<label><span class="unseen">Search by call, code, handle, process or lane</span>
<input id="search" type="search" autocomplete="off" spellcheck="false" placeholder="call, code, handle, lane"></label>
<div role="group" aria-label="Horizontal axis" class="switch">
<button type="button" id="by-time" aria-pressed="true">time</button>
<button type="button" id="by-order" aria-pressed="false">order</button>
</div>
<div role="group" aria-label="Zoom" class="switch">
<button type="button" id="out" aria-label="Zoom out">−</button>
<button type="button" id="in" aria-label="Zoom in">+</button>
<button type="button" id="fit">all</button>
</div>
</div>
<p class="legend"><i class="call"></i>call <i class="span"></i>overlapped operation <i class="fail"></i>error
<i class="wait"></i>wait <span class="keys"><kbd>←</kbd> <kbd>→</kbd> event <kbd>↑</kbd> <kbd>↓</kbd> list
<kbd>+</kbd> <kbd>−</kbd> zoom <kbd>0</kbd> all <kbd>/</kbd> search</span></p>
</header>
<main>
<section class="chart" aria-label="Lanes"><canvas id="chart" tabindex="0" role="img"></canvas></section>
<section class="events" aria-label="Events"><p id="found" role="status"></p>
<div id="list" tabindex="0" role="listbox" aria-label="Events in order of time"></div></section>
<aside id="panel" aria-label="The selected event" tabindex="0"></aside>
</main>
<script type="application/json" id="head">${inScript(JSON.stringify(head))}</script>
<script type="text/plain" id="columns">${compressed(columnsOf(timeline, slots))}</script>
<script type="text/plain" id="details">${detailsOf(timeline).join("\n")}</script>
<script>
"use strict";
${VIEW.map(String).join("\n")}
start();
</script>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** JSON that ends no script element. */
function inScript(json: string): string {
  return json.replaceAll("<", "\\u003c");
}
