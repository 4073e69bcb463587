import type { PageHead } from "../columns.js";
import type { Axis } from "./axis.js";
import type { Events } from "./events.js";
import { byId, clamped } from "./words.js";

/** What a frame paints with; the colours are those of waits, errors, calls and operations. */
interface Brush {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly colours: readonly string[];
  readonly ink: string;
  readonly soft: string;
  readonly accent: string;
}

/** Whether a code is an error: not 0, and not WSA_IO_PENDING. */
export function isFailure(code: number): boolean {
  return code !== 0 && code !== 997;
}

/**
 * Draws the lanes on a canvas: calls, arrows between lanes, overlapped operations below the calls, waits. Of events
 * that share a pixel of a lane, it draws one of each kind.
 */
export class Chart {
  /** The part of the axis that is shown. */
  from = 0;
  to = 1;
  selected = -1;
  /** Whether an event matches the search; `null` if all do. */
  shown: Uint8Array | null = null;
  onSelect: (event: number) => void = () => {};
  readonly canvas = byId<HTMLCanvasElement>("chart");
  /** The times of the last frames in milliseconds. The page's test reads them. */
  readonly frameTimes: number[] = [];
  readonly #head: PageHead;
  readonly #events: Events;
  #axis: Axis;
  #isRequested = false;
  readonly #bar = 18;
  readonly #lane = 74;
  readonly #top = 26;
  /** Waits, errors, calls and operations. */
  readonly #kinds = 4;

  constructor(head: PageHead, events: Events, axis: Axis) {
    this.#head = head;
    this.#events = events;
    this.#axis = axis;
    this.canvas.height = 0;
    new ResizeObserver(() => this.draw()).observe(this.canvas.parentElement as HTMLElement);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
    this.#listen();
    this.all();
  }

  set axis(axis: Axis) {
    this.#axis = axis;
    this.all();
    if (this.selected >= 0) this.reveal(this.selected);
  }

  /** Shows everything. */
  all(): void {
    this.from = 0;
    this.to = Math.max(this.#axis.length, 1e-6) * 1.01;
    this.draw();
  }

  /** Zooms by a factor around a part of the width. */
  zoom(factor: number, at = 0.5): void {
    const width = this.to - this.from;
    const next = clamped(width * factor, this.#axis.length * 1e-9 + 1e-4, Math.max(this.#axis.length, 1e-6) * 1.01);
    const middle = this.from + width * at;
    this.#show(middle - next * at, next);
  }

  /** Scrolls to an event, and zooms in until its call has a width. */
  reveal(event: number): void {
    const [begin, end] = [this.#axis.begins[event], this.#axis.ends[event]];
    const width = this.to - this.from;
    const wanted = clamped(width, (end - begin) * 1.2, Math.max((end - begin) * 400, this.#axis.length * 1e-4));
    if (begin < this.from || end > this.to || wanted !== width) this.#show((begin + end - wanted) / 2, wanted);
    this.draw();
  }

  #show(from: number, width: number): void {
    const most = Math.max(this.#axis.length, 1e-6) * 1.01;
    this.from = clamped(from, 0, Math.max(most - width, 0));
    this.to = this.from + Math.min(width, most);
    this.draw();
  }

  /** Draws in the next frame. */
  draw(): void {
    if (this.#isRequested) return;
    this.#isRequested = true;
    requestAnimationFrame(() => {
      this.#isRequested = false;
      const began = performance.now();
      this.#paint();
      if (this.frameTimes.push(performance.now() - began) > 600) this.frameTimes.shift();
    });
  }

  #paint(): void {
    const box = this.canvas.parentElement as HTMLElement;
    const [width, height] = [box.clientWidth, this.#top + this.#lane * (this.#head.lanes.length + 1) + 4];
    const scale = devicePixelRatio;
    if (this.canvas.width !== Math.round(width * scale) || this.canvas.height !== Math.round(height * scale)) {
      this.canvas.width = Math.round(width * scale);
      this.canvas.height = Math.round(height * scale);
      this.canvas.style.height = `${height}px`;
    }
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string) => style.getPropertyValue(`--${name}`);
    const context = this.canvas.getContext("2d") as CanvasRenderingContext2D;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, width, height);
    this.#paintLanes(context, width, colour);
    this.#paintEvents(context, width, colour);
    this.#paintNames(context, colour);
  }

  #paintLanes(context: CanvasRenderingContext2D, width: number, colour: (name: string) => string): void {
    context.font = "12px system-ui, sans-serif";
    for (let lane = -1; lane < this.#head.lanes.length; lane++) {
      context.fillStyle = colour(lane % 2 === 0 ? "track" : "card");
      context.fillRect(0, this.#y(lane), width, this.#lane);
    }
    context.fillStyle = colour("soft");
    context.strokeStyle = colour("edge");
    const step = this.#step(width);
    const decimals = clamped(-Math.floor(Math.log10(step)), 0, 6);
    for (let at = Math.ceil(this.from / step) * step; at <= this.to; at += step) {
      const x = this.#x(at, width);
      context.beginPath();
      context.moveTo(x, 0);
      context.lineTo(x, this.#top + this.#lane * (this.#head.lanes.length + 1));
      context.stroke();
      context.fillText(this.#axis.isByTime ? `${at.toFixed(decimals)} ms` : `step ${Math.round(at)}`, x + 4, 16);
    }
  }

  #paintNames(context: CanvasRenderingContext2D, colour: (name: string) => string): void {
    context.font = "600 12px system-ui, sans-serif";
    for (const [i, name] of ["application", ...this.#head.lanes].entries()) {
      const y = this.#y(i - 1) + this.#lane - 7;
      context.fillStyle = colour("card");
      context.globalAlpha = 0.8;
      context.fillRect(4, y - 12, context.measureText(name).width + 8, 16);
      context.globalAlpha = 1;
      context.fillStyle = colour("ink");
      context.fillText(name, 8, y);
    }
  }

  #paintEvents(context: CanvasRenderingContext2D, width: number, colour: (name: string) => string): void {
    const colours = [colour("wait"), colour("fail"), colour("call"), colour("span")];
    const brush = { context, width, colours, ink: colour("on-bar"), soft: colour("soft"), accent: colour("accent") };
    const slots = this.#kinds * (this.#head.lanes.length + 1);
    // the last pixel that was painted, and the end of the last operation in each of a lane's four lines
    const painted = new Float64Array(slots).fill(-1);
    const lines = new Float64Array(slots).fill(-1);
    const last = this.#axis.after(this.to);
    context.font = "11px ui-monospace, monospace";
    const paint = (i: number) => {
      const isMatch = this.shown === null || this.shown[i] === 1;
      context.globalAlpha = isMatch ? 1 : 0.15;
      this.#paintBar(brush, i, painted);
      if (!Number.isNaN(this.#axis.completions[i])) this.#paintSpan(brush, i, painted, lines);
    };
    const first = this.#axis.first(this.from);
    for (const i of this.#axis.long) if (i < first) paint(i);
    for (let i = first; i < last; i++) paint(i);
    context.globalAlpha = 1;
  }

  /** Paints a call or a wait, unless one of its kind has the same last pixel. */
  #paintBar(brush: Brush, i: number, painted: Float64Array): void {
    const { context, width } = brush;
    const { lane, slot, code, depth } = this.#events;
    const isWait = slot[i] === 0;
    const from = this.#x(this.#axis.begins[i], width);
    const to = this.#x(this.#axis.ends[i], width);
    if (to < 0 || from > width) return;
    const kind = isWait ? 0 : isFailure(code[i]) ? 1 : 2;
    const at = this.#kinds * (lane[i] + 1) + kind;
    if (painted[at] >= Math.floor(to) && i !== this.selected) return;
    painted[at] = Math.max(Math.floor(to), painted[at]);
    const y = this.#y(lane[i]);
    const top = y + (isWait ? 4 : 10 + 3 * clamped(depth[i] - lane[i], 0, 3));
    const [length, height] = [Math.max(to - from, 1.5), isWait ? this.#lane - 10 : this.#bar];
    context.fillStyle = brush.colours[kind];
    if (isWait && lane[i] !== -1) context.globalAlpha *= 0.6;
    context.fillRect(from, top, length, height);
    if (!isWait && length > 34) this.#paintName(brush, this.#head.slots[slot[i]].slice(3), from, to, top);
    if (!isWait && length > 8) this.#arrows(context, from, to, y, top, kind === 1 ? brush.colours[1] : brush.soft);
    if (i !== this.selected) return;
    context.strokeStyle = brush.accent;
    context.lineWidth = 2;
    context.strokeRect(from - 1, top - 1, length + 2, height + 2);
    context.lineWidth = 1;
  }

  #paintName({ context, width, ink }: Brush, name: string, from: number, to: number, top: number): void {
    const left = Math.max(from, 0) + 4;
    const room = Math.floor((Math.min(to, width) - left - 4) / 6.7);
    context.fillStyle = ink;
    context.fillText(name.length > room ? `${name.slice(0, Math.max(room - 1, 0))}…` : name, left, top + 13);
  }

  /** Paints an overlapped operation below its lane's calls, in the first of four lines that is free. */
  #paintSpan({ context, width, colours }: Brush, i: number, painted: Float64Array, lines: Float64Array): void {
    const { lane, operationCode } = this.#events;
    const from = this.#x(this.#axis.begins[i], width);
    const to = this.#x(this.#axis.completions[i], width);
    const first = this.#kinds * (lane[i] + 1);
    let line = 0;
    while (line < this.#kinds - 1 && lines[first + line] >= from) line++;
    lines[first + line] = to;
    const at = first + 3;
    if (to < 0 || from > width || (painted[at] >= Math.floor(to) && to - from < 2)) return;
    painted[at] = Math.floor(to);
    context.fillStyle = operationCode[i] === 0 ? colours[3] : colours[1];
    context.fillRect(from, this.#y(lane[i]) + 42 + 6 * line, Math.max(to - from, 1.5), 4);
  }

  /** A call goes down from the lane above, and its result comes back up. */
  #arrows(
    context: CanvasRenderingContext2D,
    from: number,
    to: number,
    lane: number,
    bar: number,
    colour: string,
  ): void {
    context.strokeStyle = colour;
    context.fillStyle = colour;
    const above = lane - this.#lane + 10 + this.#bar;
    for (const [x, tip, tail] of [
      [from + 1.5, bar, above],
      [to - 1.5, above, bar],
    ]) {
      context.beginPath();
      context.moveTo(x, tail);
      context.lineTo(x, tip);
      context.stroke();
      const way = tip > tail ? -5 : 5;
      context.beginPath();
      context.moveTo(x, tip);
      context.lineTo(x - 3, tip + way);
      context.lineTo(x + 3, tip + way);
      context.fill();
    }
  }

  /** The event at a place of the canvas; -1 for none. The innermost and newest is taken. */
  at(x: number, y: number): number {
    const width = (this.canvas.parentElement as HTMLElement).clientWidth;
    const lane = Math.floor((y - this.#top) / this.#lane) - 1;
    const slack = ((this.to - this.from) / width) * 3;
    const position = this.from + (x / width) * (this.to - this.from);
    const isBelow = y - this.#y(lane) > 38;
    let found = -1;
    const last = this.#axis.after(position + slack);
    const first = this.#axis.first(position - slack);
    const look = (i: number) => {
      if (this.#events.lane[i] !== lane) return;
      const end = isBelow ? this.#axis.completions[i] : this.#axis.ends[i];
      if (end >= position - slack) found = i;
    };
    for (const i of this.#axis.long) if (i < first) look(i);
    for (let i = first; i < last; i++) look(i);
    return found;
  }

  #y(lane: number): number {
    return this.#top + this.#lane * (lane + 1);
  }

  #x(position: number, width: number): number {
    return ((position - this.from) / (this.to - this.from)) * width;
  }

  /** The distance between two marks of the axis: 1, 2 or 5 times a power of ten. */
  #step(width: number): number {
    const rough = (this.to - this.from) / Math.max(width / 120, 1) || 1;
    const power = 10 ** Math.floor(Math.log10(rough));
    return ([1, 2, 5, 10].find((each) => each * power >= rough) ?? 10) * power;
  }

  #listen(): void {
    const { canvas } = this;
    let pressed: { readonly x: number; readonly from: number; hasMoved: boolean } | null = null;
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      pressed = { x: event.offsetX, from: this.from, hasMoved: false };
    });
    canvas.addEventListener("pointermove", (event) => {
      if (pressed === null) return;
      const moved = event.offsetX - pressed.x;
      if (Math.abs(moved) > 3) pressed.hasMoved = true;
      const width = this.to - this.from;
      if (pressed.hasMoved) this.#show(pressed.from - (moved / canvas.clientWidth) * width, width);
    });
    canvas.addEventListener("pointerup", (event) => {
      const found = pressed?.hasMoved === false ? this.at(event.offsetX, event.offsetY) : -1;
      pressed = null;
      if (found >= 0) this.onSelect(found);
    });
    canvas.addEventListener(
      "wheel",
      (event) => {
        const box = canvas.parentElement as HTMLElement;
        const isScrolling = box.scrollHeight > box.clientHeight && !event.ctrlKey && !event.shiftKey;
        if (isScrolling && Math.abs(event.deltaY) > Math.abs(event.deltaX)) return;
        event.preventDefault();
        const width = this.to - this.from;
        if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
          this.#show(this.from + ((event.deltaX || event.deltaY) / canvas.clientWidth) * width, width);
        } else this.zoom(1.0015 ** event.deltaY, event.offsetX / canvas.clientWidth);
      },
      { passive: false },
    );
  }
}
