import type { Events } from "./events.js";

/** Where events begin and end on the axis: by time, or by order, in which each beginning and end is a step. */
export class Axis {
  readonly begins: Float64Array;
  readonly ends: Float64Array;
  /** The ends of overlapped operations; NaN for events without one. */
  readonly completions: Float64Array;
  readonly length: number;
  readonly isByTime: boolean;
  /** The events that go on for more than 2,048 beginnings of others. */
  readonly long: readonly number[];
  /** For each 1,024 events, the last end of those events and all before them; without long events. */
  readonly #lastEnds: Float64Array;

  constructor(events: Events, isByTime: boolean, end: number) {
    const { count, start, took, ended, depth, slot } = events;
    this.isByTime = isByTime;
    if (isByTime) {
      this.length = end;
      this.begins = start;
      this.ends = Float64Array.from(took, (ms, i) => (Number.isFinite(ms) ? start[i] + ms : end));
      this.completions = Float64Array.from(ended, (ms) => (ms === Infinity ? end : ms));
    } else {
      this.begins = new Float64Array(count);
      this.ends = new Float64Array(count);
      const open: number[] = [];
      let step = 0;
      const close = (least: number) => {
        while (open.length > least) this.ends[open.pop() as number] = step++;
      };
      for (let i = 0; i < count; i++) {
        // a wait is within the calls that are open
        if (slot[i] !== 0) close(depth[i]);
        this.begins[i] = step++;
        if (slot[i] === 0) this.ends[i] = step++;
        else open.push(i);
      }
      close(0);
      this.length = step;
      this.completions = Float64Array.from(ended, (ms) => {
        if (Number.isNaN(ms)) return NaN;
        let [low, high] = [0, count];
        while (low < high) {
          const middle = (low + high) >> 1;
          if (start[middle] < ms) low = middle + 1;
          else high = middle;
        }
        return low < count ? this.begins[low] : step;
      });
    }
    this.#lastEnds = new Float64Array(Math.ceil(count / 1024));
    const long: number[] = [];
    let last = 0;
    for (let i = 0; i < count; i++) {
      const end = Math.max(this.ends[i], this.completions[i] || 0);
      if (i + 2048 < count && end > this.begins[i + 2048]) long.push(i);
      else last = Math.max(last, end);
      if ((i + 1) % 1024 === 0 || i + 1 === count) this.#lastEnds[i >> 10] = last;
    }
    this.long = long;
  }

  /** The first event, but for long ones, that may reach `position`. */
  first(position: number): number {
    let [low, high] = [0, this.#lastEnds.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#lastEnds[middle] < position) low = middle + 1;
      else high = middle;
    }
    return low << 10;
  }

  /** The first event that begins after `position`. */
  after(position: number): number {
    let [low, high] = [0, this.begins.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.begins[middle] <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
