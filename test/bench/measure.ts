import type { Figure, Row } from "./row.js";

const RUNS = 9;

/** The value at a part of the sorted values: 0.5 is the median. */
export function quantile(values: readonly number[], at: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))];
}

/** The figure of a row from its runs, and those of its peer. */
export function figureOf(
  part: string,
  row: Omit<Row, "prepare">,
  runs: readonly number[],
  peerRuns: readonly number[] = [],
): Figure {
  const { measure, unit, aim, isLeast = false, peer, reason } = row;
  const median = quantile(runs, 0.5);
  const ratio =
    peerRuns.length === 0
      ? undefined
      : quantile(
          runs.map((run, i) => run / peerRuns[i]),
          0.5,
        );
  const judged = peer === undefined ? median : ratio;
  return {
    part,
    measure,
    unit,
    median,
    best: isLeast ? Math.max(...runs) : Math.min(...runs),
    spread: (quantile(runs, 0.75) - quantile(runs, 0.25)) / median,
    ...(peer === undefined ? {} : { peer }),
    ...(ratio === undefined ? {} : { peerMedian: quantile(peerRuns, 0.5), ratio }),
    aim,
    isLeast,
    holds: judged === undefined ? null : isLeast ? judged >= aim : judged <= aim,
    ...(reason === undefined ? {} : { reason }),
  };
}

/** Measures a row: a run to warm up, then runs in turn with those of the peer. */
export async function measure(part: string, row: Row): Promise<Figure> {
  const { run, peer, close } = await row.prepare();
  try {
    await run();
    await peer?.();
    const runs: number[] = [];
    const peerRuns: number[] = [];
    for (let i = 0; i < (row.runs ?? RUNS); i++) {
      runs.push(await run());
      if (peer !== undefined) peerRuns.push(await peer());
    }
    return figureOf(part, row, runs, peerRuns);
  } finally {
    await close?.();
  }
}
