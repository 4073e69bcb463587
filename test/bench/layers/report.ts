import { table } from "table";

/** The figures for a number of layers: nanoseconds, and bytes of one socket. */
export interface Row {
  readonly depth: number;
  readonly call: number;
  readonly socket: number;
  readonly network: number;
  readonly bytes: number;
}

const COLUMNS = [
  ["call", "ns per call", (row: Row) => row.call],
  ["socket", "ns per socket + close", (row: Row) => row.socket],
  ["network", "ns per call, memory network", (row: Row) => row.network],
  ["bytes", "bytes per socket", (row: Row) => row.bytes],
] as const;

/**
 * The figures of one engine, each also as a ratio to no layer. The last row is the cost of one layer: the slope of the
 * fitted line.
 */
export function layersReport(engine: string, rows: readonly Row[]): string {
  const lines = rows.map((row) => [
    String(row.depth),
    ...COLUMNS.map(([, , of]) => `${Math.round(of(row))}  ×${(of(row) / of(rows[0])).toFixed(2)}`),
  ]);
  const slopes = COLUMNS.map(([, , of]) => {
    const { slope, fit } = line(rows.map((row) => [row.depth, of(row)]));
    return `${slope.toFixed(1)}  (r² ${fit.toFixed(3)})`;
  });
  const head = [`${engine}: layers`, ...COLUMNS.map(([, title]) => title)];
  return table([head, ...lines, ["a layer adds", ...slopes]], {
    columnDefault: { alignment: "right" },
    drawHorizontalLine: (i, size) => i <= 1 || i >= size - 1,
  });
}

/** What one layer adds to a figure. */
export function added(rows: readonly Row[], figure: "call" | "bytes"): number {
  return line(rows.map((row) => [row.depth, row[figure]])).slope;
}

/** The line of least squares through points, and how well it fits: 1 is exactly. */
export function line(points: readonly (readonly [x: number, y: number])[]): { slope: number; fit: number } {
  const n = points.length;
  const mean = (of: (point: readonly [number, number]) => number) => points.reduce((sum, p) => sum + of(p), 0) / n;
  const [mx, my] = [mean(([x]) => x), mean(([, y]) => y)];
  const sum = (of: (point: readonly [number, number]) => number) => points.reduce((total, p) => total + of(p), 0);
  const xy = sum(([x, y]) => (x - mx) * (y - my));
  const xx = sum(([x]) => (x - mx) ** 2);
  const yy = sum(([, y]) => (y - my) ** 2);
  return { slope: xy / xx, fit: yy === 0 ? 1 : xy ** 2 / (xx * yy) };
}
