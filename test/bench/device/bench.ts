import { benchDevice as measureDevice, type Turn } from "@ws2kit/example-device/bench";
import { figureOf } from "../measure.js";
import type { Figure, Row } from "../row.js";

/** The C host: boot, and traffic against plain C in the same turn. */
export async function benchDevice(): Promise<Figure[]> {
  const figures = await measureDevice();
  if (figures === null) return [];
  const against = (row: Omit<Row, "prepare">, turns: readonly Turn[]) =>
    figureOf(
      "device",
      { ...row, peer: "C" },
      turns.map(({ device }) => device),
      turns.map(({ c }) => c),
    );
  return [
    figureOf("device", { measure: "the C host boots from bytecode", unit: "ms", aim: 0.45 }, figures.boot),
    against({ measure: "the C host, 64 bytes there and back", unit: "µs", aim: 1.25 }, figures.ping),
    against({ measure: "the C host, writes of 64 KiB", unit: "MiB/s", aim: 0.95, isLeast: true }, figures.push),
  ];
}
