import ora from "ora";
import { colours } from "./colours.js";
import { type TargetRun, totals } from "./target-run.js";
import { count, mib } from "./units.js";
import type { Progress, Workload } from "./workload.js";

const BAR = 24;

/** Shows the progress of a target. */
export interface ProgressLine {
  progress(progress: Progress): void;
  done(run: TargetRun): void;
  /** Stops redrawing, with or without a result. */
  stop(): void;
}

/** A line that is redrawn on a terminal; elsewhere, a line for each result. */
export function progressLine(target: string, workload: Workload): ProgressLine {
  const name = colours.bold(target.padEnd(8));
  // a line can be redrawn only on a terminal that reports its width
  const redrawn = process.stdout.isTTY && process.stdout.columns > 0;
  return redrawn ? movingLine(name, workload) : plainLine(name);
}

function movingLine(name: string, workload: Workload): ProgressLine {
  const color = colours.isSupported() ? "cyan" : false;
  const line = ora({
    stream: process.stdout,
    discardStdin: false,
    isEnabled: true,
    color,
    text: `${name} boots`,
  }).start();
  return {
    progress(so) {
      const part = Math.min(1, so.bytes / workload.bytes);
      line.text = `${name} ${bar(part)} ${mib(so.bytes)} MiB  ${count(so.datagrams)} datagrams`;
      // a job ends after a few frames
      line.render();
    },
    done: (run) => void line.stopAndPersist({ symbol: mark(run), text: `${name} ${sentence(run)}` }),
    stop: () => void line.stop(),
  };
}

function plainLine(name: string): ProgressLine {
  return {
    progress() {},
    done: (run) => console.log(`${mark(run)} ${name} ${sentence(run)}`),
    stop() {},
  };
}

function mark({ failure }: TargetRun): string {
  return failure === "" ? colours.green("✔") : colours.red("✖");
}

function sentence(run: TargetRun): string {
  if (run.failure !== "") return colours.red(run.failure);
  const { bytes, datagrams, ms, resent } = totals(run);
  const again = resent === 0 ? "" : `, ${count(resent)} of them again`;
  return `${mib(bytes)} MiB with ${count(datagrams)} datagrams${again} came back right in ${(ms / 1000).toFixed(2)} s`;
}

function bar(part: number): string {
  const full = Math.round(part * BAR);
  return colours.cyan("━".repeat(full)) + colours.dim("─".repeat(BAR - full));
}
