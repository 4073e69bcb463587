import type { PageHead } from "../columns.js";
import { isFailure } from "./chart.js";
import type { Events } from "./events.js";
import { byId, element, timeText } from "./words.js";

/** The found events as a list, of which only the visible rows exist. */
export class List {
  onSelect: (event: number) => void = () => {};
  readonly #head: PageHead;
  readonly #events: Events;
  readonly #box = byId("list");
  readonly #inner = element("div", "", "rows");
  readonly #height = 28;
  /** The tallest element that browsers lay out; a longer list is scrolled in proportion. */
  readonly #tallest = 8_000_000;
  #found: Uint32Array = new Uint32Array(0);
  #selected = -1;

  constructor(head: PageHead, events: Events) {
    this.#head = head;
    this.#events = events;
    this.#box.append(this.#inner);
    this.#box.addEventListener("scroll", () => this.#fill());
    new ResizeObserver(() => this.#fill()).observe(this.#box);
    this.#inner.addEventListener("click", ({ target }) => {
      const row = (target as HTMLElement).closest<HTMLElement>("[data-event]");
      if (row !== null) this.onSelect(Number(row.dataset.event));
    });
  }

  set found(found: Uint32Array) {
    this.#found = found;
    this.#inner.style.height = `${Math.min(found.length * this.#height, this.#tallest)}px`;
    this.#box.scrollTop = 0;
    this.#fill();
  }

  /** The event `step` rows after the selected one. */
  next(step: number): number {
    const at = this.#placeOf(this.#selected);
    const place = Math.min(Math.max(at + step, 0), this.#found.length - 1);
    return this.#found.length === 0 ? -1 : this.#found[place];
  }

  select(event: number): void {
    this.#selected = event;
    const row = this.#height * this.#ratio();
    const [place, first] = [this.#placeOf(event), this.#box.scrollTop / row];
    const isShown = place >= first && place + 1 <= first + this.#box.clientHeight / this.#height;
    if (!isShown) this.#box.scrollTop = place * row - this.#box.clientHeight / 2;
    this.#fill();
  }

  /** How much of a row's height one row scrolls. */
  #ratio(): number {
    return Math.min(1, this.#tallest / Math.max(this.#found.length * this.#height, 1));
  }

  #placeOf(event: number): number {
    let [low, high] = [0, this.#found.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#found[middle] < event) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #fill(): void {
    const exact = this.#box.scrollTop / (this.#height * this.#ratio());
    const first = Math.floor(exact);
    const top = this.#box.scrollTop - (exact - first) * this.#height;
    const count = Math.ceil(this.#box.clientHeight / this.#height) + 2;
    const rows: Node[] = [];
    for (let place = first; place < Math.min(first + count, this.#found.length); place++) {
      const row = this.#row(this.#found[place]);
      row.style.top = `${top + (place - first) * this.#height}px`;
      rows.push(row);
    }
    this.#inner.replaceChildren(...rows);
    const isShown = rows.some((row) => (row as HTMLElement).id === `event-${this.#selected}`);
    if (isShown) this.#box.setAttribute("aria-activedescendant", `event-${this.#selected}`);
    else this.#box.removeAttribute("aria-activedescendant");
  }

  #row(i: number): HTMLElement {
    const { start, took, lane, slot, socket, code, depth } = this.#events;
    const error = code[i] === 0 ? "" : this.#head.explanations[`${this.#head.slots[slot[i]]} ${code[i]}`].name;
    const name = element("b", `${this.#head.slots[slot[i]]}${socket[i] === -1 ? "" : ` ${socket[i]}`}`);
    name.style.paddingLeft = `${Math.min(depth[i], 8) * 12}px`;
    const cells = [
      element("span", `${start[i].toFixed(3)} ms`, "number"),
      element("span", lane[i] === -1 ? "application" : this.#head.lanes[lane[i]], "soft"),
      name,
      element("span", error || timeText(took[i]), isFailure(code[i]) ? "bad" : "soft"),
    ];
    const row = element("div", cells, "row");
    row.id = `event-${i}`;
    row.dataset.event = String(i);
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", String(i === this.#selected));
    return row;
  }
}
