import type { PageHead } from "../columns.js";
import { Axis } from "./axis.js";
import { Chart } from "./chart.js";
import { inflate, readEvents } from "./events.js";
import { List } from "./list.js";
import { Panel } from "./panel.js";
import { matches } from "./search.js";
import { byId, timeText } from "./words.js";

/** Reads the page's data, and connects its parts. */
export async function start(): Promise<void> {
  const head = JSON.parse(byId("head").textContent ?? "") as PageHead;
  const events = readEvents(head, await inflate(byId("columns").textContent ?? ""));
  // in virtual time most calls take none: then the order shows more
  const instant = events.took.reduce((count, ms) => count + (ms === 0 ? 1 : 0), 0);
  let isByTime = instant < head.count / 2;
  const chart = new Chart(head, events, new Axis(events, isByTime, head.end));
  const list = new List(head, events);
  const panel = new Panel(head, events);
  let selected = -1;

  const lanes = `${head.lanes.length} ${head.lanes.length === 1 ? "lane" : "lanes"}`;
  byId("summary").textContent = `${head.count.toLocaleString("en")} events in ${lanes}, ${timeText(head.end)}`;

  const select = (event: number) => {
    if (event < 0) return;
    selected = event;
    chart.selected = event;
    chart.reveal(event);
    list.select(event);
    void panel.show(event);
  };
  chart.onSelect = select;
  list.onSelect = select;

  const search = byId<HTMLInputElement>("search");
  const find = () => {
    const found = matches(head, events, search.value);
    list.found = found;
    byId("found").textContent = `${found.length.toLocaleString("en")} of ${head.count.toLocaleString("en")} events`;
    chart.shown = found.length === head.count ? null : new Uint8Array(head.count);
    if (chart.shown !== null) for (const event of found) chart.shown[event] = 1;
    chart.draw();
  };
  search.addEventListener("input", find);
  find();

  const showAxis = (byTime: boolean) => {
    isByTime = byTime;
    byId("by-time").setAttribute("aria-pressed", String(byTime));
    byId("by-order").setAttribute("aria-pressed", String(!byTime));
    chart.axis = new Axis(events, isByTime, head.end);
  };
  byId("by-time").addEventListener("click", () => showAxis(true));
  byId("by-order").addEventListener("click", () => showAxis(false));
  byId("by-time").setAttribute("aria-pressed", String(isByTime));
  byId("by-order").setAttribute("aria-pressed", String(!isByTime));
  byId("in").addEventListener("click", () => chart.zoom(0.5));
  byId("out").addEventListener("click", () => chart.zoom(2));
  byId("fit").addEventListener("click", () => chart.all());

  const step = (by: number) => select(selected < 0 ? list.next(0) : list.next(by));
  const keys: Readonly<Record<string, () => void>> = {
    ArrowRight: () => step(1),
    ArrowDown: () => step(1),
    ArrowLeft: () => step(-1),
    ArrowUp: () => step(-1),
    PageDown: () => step(10),
    PageUp: () => step(-10),
    "+": () => chart.zoom(0.5),
    "=": () => chart.zoom(0.5),
    "-": () => chart.zoom(2),
    "0": () => chart.all(),
    "/": () => search.focus(),
  };
  document.addEventListener("keydown", (event) => {
    const isTyping = document.activeElement === search;
    if (event.key === "Escape" && isTyping) {
      search.value = "";
      find();
      chart.canvas.focus();
    }
    const isScrolling = document.activeElement?.closest("#panel") != null;
    const act = isTyping || isScrolling || event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
  // for measurements in a browser's console
  Object.assign(globalThis, { ws2kitTimeline: chart });
}
