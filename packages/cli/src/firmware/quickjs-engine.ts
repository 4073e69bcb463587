import { statSync } from "node:fs";
import { sourceStack } from "@ws2kit/build/stacks";
import { BUDGET_RANGES, beyondDevice, type Figures, isMeasured, startEngine } from "@ws2kit/engine-quickjs";
import { programLine } from "./program-line.js";
import { type Engine, kib } from "./running.js";

/** Runs a program in QuickJS as WebAssembly, in this process. */
export const quickjs: Engine = {
  title: "QuickJS",
  form: "firmware",
  budgets: BUDGET_RANGES,
  async start({ file, replayed = 0, budgets, keyLog, log }) {
    const bytes = statSync(file).size - replayed;
    const engine = await startEngine({
      file,
      ...budgets,
      beyondDevice: beyondDevice(bytes),
      tls: { keyLog },
      log: (...values) => log(programLine(values)),
    });
    return {
      ended: engine.ended.then(async (ended) => ({
        outcome: ended.outcome,
        message: await sourceStack(ended.message, file),
        figures: figureWords(ended.figures, isMeasured(bytes) ? "heap" : "heap about"),
      })),
      stop: () => void engine.stop(),
    };
  },
};

/** Formats figures; `heap` precedes those of the heap, which an estimate for other firmware can make negative. */
function figureWords({ bootMs, heapAfterBoot, heapPeak, hostCalls }: Figures, heap: string): string[] {
  return [
    ...(bootMs === null ? [] : [`booted in ${bootMs.toFixed()} ms`]),
    ...(heapAfterBoot === null ? [] : [`${heap} ${kib(Math.max(heapAfterBoot, 0))} after boot`]),
    `${heap} ${kib(heapPeak)} at most`,
    `${hostCalls} host calls`,
  ];
}
