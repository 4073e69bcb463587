import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { figureOf, measure, quantile } from "../measure.js";
import type { Figure } from "../row.js";
import type { Crowd } from "./crowd.js";
import { inFlight } from "./in-flight.js";
import { writePlot } from "./plot.js";

const NUMBERS = [1000, 4000, 16_384, 65_536, 262_144, 1_000_000];
/** The number of sockets whose cost has an aim, and with which a million is compared. */
const MANY = 65_536;
const RUNS = 3;
const CROWD = fileURLToPath(new URL("./crowd.js", import.meta.url));

/** Each number's runs. */
type Runs = ReadonlyMap<number, readonly Crowd[]>;

function run(sockets: number): Crowd {
  const args = ["--max-old-space-size=8192", CROWD, String(sockets)];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })) as Crowd;
}

/** Open sockets held, up to a million, and operations under way; `plot`: the SVG file to write, or none. */
export async function benchScale(plot: string | null): Promise<Figure[]> {
  const runs: Runs = new Map(NUMBERS.map((sockets) => [sockets, Array.from({ length: RUNS }, () => run(sockets))]));
  const of = (sockets: number, cost: "bytes" | "opening" | "closing") =>
    (runs.get(sockets) as readonly Crowd[]).map((crowd) => crowd[cost]);
  if (plot !== null) {
    const median = (cost: "bytes" | "opening") => NUMBERS.map((n) => [n, quantile(of(n, cost), 0.5)] as const);
    writePlot(plot, median("bytes"), median("opening"));
  }
  const many = MANY.toLocaleString("en");
  const flat = { unit: "×", aim: 1.5, peer: many } as const;
  return [
    figureOf("scale", { measure: `${many} open sockets, each`, unit: "bytes", aim: 300 }, of(MANY, "bytes")),
    figureOf("scale", { measure: `${many} open sockets, opening one`, unit: "µs", aim: 0.5 }, of(MANY, "opening")),
    figureOf(
      "scale",
      { ...flat, measure: "1,000,000 open sockets, each", unit: "bytes" },
      of(1_000_000, "bytes"),
      of(MANY, "bytes"),
    ),
    figureOf(
      "scale",
      { ...flat, measure: "1,000,000 open sockets, opening one", unit: "µs" },
      of(1_000_000, "opening"),
      of(MANY, "opening"),
    ),
    await measure("scale", inFlight),
  ];
}
