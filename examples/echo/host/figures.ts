import { type TargetRun, totals } from "./target-run.js";
import { count, kib, mib, milliseconds } from "./units.js";

/** The columns of the results, on a terminal and on the page. */
export const FIGURE_TITLES = [
  "target",
  "bundle bytes",
  "boot ms",
  "heap after boot",
  "heap peak",
  "heap budget",
  "MiB",
  "MiB/s",
  "verdict",
];

export function figuresOf(run: TargetRun): string[] {
  const { bytes, bytesPerSecond } = totals(run);
  return [
    run.target,
    count(run.bundleBytes),
    milliseconds(run.figures.bootMs),
    kib(run.figures.heapAfterBoot),
    kib(run.figures.heapPeak),
    kib(run.heapBudget),
    mib(bytes),
    mib(bytesPerSecond),
    run.failure === "" ? "every byte right" : "failed",
  ];
}
