import { writeFileSync } from "node:fs";

/** A number of sockets, and what one of them costs. */
export type Point = readonly [sockets: number, cost: number];

const [WIDTH, HEIGHT] = [720, 400];
const [LEFT, RIGHT, TOP, BOTTOM] = [60, 60, 40, 50];
const SERIES = [
  { name: "bytes each", kind: "bytes", axis: LEFT, anchor: "end", by: -8 },
  { name: "µs to open one", kind: "opening", axis: WIDTH - RIGHT, anchor: "start", by: 8 },
];
const TICKS = 4;
/** Colours for light and dark pages. */
const STYLE = `<style>
svg { background: #fff; font-family: system-ui, sans-serif; font-size: 13px; }
.axes { color: #333; } .bytes { color: #1f5fa8; } .opening { color: #b3541e; }
text { fill: currentColor; } path, polyline { stroke: currentColor; }
@media (prefers-color-scheme: dark) {
  svg { background: #0d1117; }
  .axes { color: #c9d1d9; } .bytes { color: #79b8ff; } .opening { color: #ffa657; }
}
</style>`;

/** Writes the cost of an open socket against the number of open sockets, as SVG. */
export function writePlot(file: string, bytes: readonly Point[], opening: readonly Point[]): void {
  writeFileSync(file, plotOf(bytes, opening));
}

/** The plot: numbers on a logarithmic axis, each series on an axis that begins at 0. */
export function plotOf(...series: readonly (readonly Point[])[]): string {
  const numbers = series[0].map(([sockets]) => sockets);
  const [least, most] = [Math.log(numbers[0]), Math.log(numbers[numbers.length - 1])];
  const x = (sockets: number) => LEFT + ((Math.log(sockets) - least) / (most - least)) * (WIDTH - LEFT - RIGHT);
  const y = (part: number) => HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM);
  const labels = numbers.map((n) => text(x(n), HEIGHT - BOTTOM + 20, n.toLocaleString("en"), "middle", "axes"));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img">`,
    "<title>Cost of an open socket against the number of open sockets</title>",
    STYLE,
    `<path d="M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${WIDTH - RIGHT}V${TOP}" fill="none" class="axes"/>`,
    ...labels,
    text(WIDTH / 2, HEIGHT - 8, "open sockets", "middle", "axes"),
    ...series.flatMap((points, i) => drawn(points, SERIES[i], x, y)),
    "</svg>\n",
  ].join("\n");
}

/** One series: its axis and its line. */
function drawn(
  points: readonly Point[],
  { name, kind, axis, anchor, by }: (typeof SERIES)[number],
  x: (sockets: number) => number,
  y: (part: number) => number,
): string[] {
  const top = ceiling(Math.max(...points.map(([, cost]) => cost)));
  const at = points.map(([sockets, cost]) => `${x(sockets).toFixed(1)},${y(cost / top).toFixed(1)}`);
  const ticks = Array.from({ length: TICKS + 1 }, (_, i) =>
    text(axis + by, y(i / TICKS) + 4, String(Number(((top * i) / TICKS).toPrecision(3))), anchor, kind),
  );
  return [
    ...ticks,
    text(axis, TOP - 16, name, anchor === "end" ? "start" : "end", kind),
    `<polyline points="${at.join(" ")}" fill="none" class="${kind}" stroke-width="2"/>`,
  ];
}

/** The next value with one digit that is not 0. */
function ceiling(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value));
  return Math.ceil(value / unit) * unit;
}

function text(x: number, y: number, content: string, anchor: string, kind: string): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" class="${kind}">${content}</text>`;
}
