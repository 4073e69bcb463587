import type { Progress } from "../workload.js";
import { type Html, html } from "./html.js";

const BINS = 32;
const WIDTH = 320;
const HEIGHT = 64;

/** The bytes a second in equal parts of the run. */
export function throughput(samples: readonly Progress[]): number[] {
  const end = samples.at(-1)?.ms ?? 0;
  const part = end / BINS;
  return Array.from({ length: end > 0 ? BINS : 0 }, (_, i) => {
    return ((bytesAt(samples, (i + 1) * part) - bytesAt(samples, i * part)) / part) * 1000;
  });
}

/** The bytes that had returned at a time, interpolated between samples. */
function bytesAt(samples: readonly Progress[], ms: number): number {
  let before = { ms: 0, bytes: 0 };
  for (const sample of samples) {
    if (sample.ms >= ms) {
      const span = sample.ms - before.ms;
      return span === 0 ? sample.bytes : before.bytes + ((sample.bytes - before.bytes) * (ms - before.ms)) / span;
    }
    before = sample;
  }
  return before.bytes;
}

/** Draws the rates as a curve, from 0 to `top`. */
export function sparkline(rates: readonly number[], top: number, label: string): Html {
  const x = (i: number) => ((i / (rates.length - 1)) * WIDTH).toFixed(1);
  const y = (rate: number) => (HEIGHT - 2 - (rate / top) * (HEIGHT - 6)).toFixed(1);
  const line = rates.map((rate, i) => `${i === 0 ? "M" : "L"}${x(i)} ${y(rate)}`).join("");
  return html`<svg class="sparkline" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img"
    aria-label="${label}">
    <path class="area" d="${line}L${WIDTH} ${HEIGHT}L0 ${HEIGHT}Z" /><path class="line" d="${line}" />
  </svg>`;
}
