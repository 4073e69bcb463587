import { Bench } from "tinybench";
import { figureOf } from "../measure.js";
import type { Figure } from "../row.js";
import { type Engine, type Measured, nodeEngine, quickjsEngine } from "./engines.js";
import { added, layersReport, type Row } from "./report.js";

const DEPTHS = [0, 1, 2, 3, 4, 5, 6];
/** The number of open sockets from which the size of one is computed. */
const HELD = 2000;

/** What a layer costs: time for each call, bytes for each socket, from none to six layers. */
export async function benchLayers(): Promise<Figure[]> {
  const [v8, quickjs] = [await rowsIn(nodeEngine()), await rowsIn(await quickjsEngine())];
  const figure = (measure: string, unit: "ns" | "bytes", aim: number, value: number) =>
    figureOf("layers", { measure, unit, aim }, [value]);
  return [
    figure("a layer adds to a call, V8", "ns", 20, added(v8, "call")),
    figure("a layer adds to a call, QuickJS", "ns", 500, added(quickjs, "call")),
    figure("a layer adds to a socket, V8", "bytes", 80, added(v8, "bytes")),
  ];
}

async function rowsIn(engine: Engine): Promise<Row[]> {
  const rows = await measure(engine);
  console.log(layersReport(engine.name, rows));
  engine.dispose();
  return rows;
}

async function measure(engine: Engine): Promise<Row[]> {
  const beds = DEPTHS.map((depth) => engine.call("prepare", depth, true) as number);
  const real = DEPTHS.map((depth) => engine.call("prepare", depth, false) as number);
  const transfers = await timeOf(engine, "transfer", beds);
  const sockets = await timeOf(engine, "openAndClose", beds);
  const network = await timeOf(engine, "transfer", real);
  return DEPTHS.map((depth) => ({
    depth,
    // one send and one receive
    call: transfers[depth] / 2,
    socket: sockets[depth],
    network: network[depth] / 2,
    bytes: bytesOf(engine, beds[depth]),
  }));
}

/** Nanoseconds for one round on each machine: the best of many batches, because other programs use this machine too. */
async function timeOf(engine: Engine, call: Measured, beds: readonly number[]): Promise<number[]> {
  const batch = engine.name === "V8" ? 2000 : 100;
  const bench = new Bench({ time: 400, warmupTime: 200 });
  for (const bed of beds) bench.add(String(bed), () => void engine.call(call, bed, batch));
  const tasks = await bench.run();
  return tasks.map(({ result }) => {
    if (result.state !== "completed") throw new Error(`${call}: ${result.state}`);
    return (result.latency.min * 1e6) / batch;
  });
}

function bytesOf(engine: Engine, bed: number): number {
  // tables that have grown in an earlier run do not count again
  engine.call("hold", bed, HELD);
  engine.call("release", bed);
  const before = engine.heapUsed();
  engine.call("hold", bed, HELD);
  const after = engine.heapUsed();
  engine.call("release", bed);
  return (after - before) / HELD;
}
