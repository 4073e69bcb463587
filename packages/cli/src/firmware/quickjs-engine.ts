import { statSync } from "node:fs";
import { sourcePositions } from "@ws2kit/build/stack-positions";
import { beyondDevice, type Figures, startEngine } from "@ws2kit/engine-quickjs";
import { programLine } from "./program-line.js";
import { type Engine, kib } from "./running.js";

/** Runs a program in QuickJS as WebAssembly, in this process. */
export const quickjs: Engine = {
  title: "QuickJS",
  form: "firmware",
  hasBudgets: true,
  async start({ file, budgets, log }) {
    const beyond = beyondDevice(statSync(file).size);
    const engine = await startEngine({
      file,
      ...budgets,
      beyondDevice: beyond,
      log: (...values) => log(programLine(values)),
    });
    return {
      ended: engine.ended.then((ended) => ({
        outcome: ended.outcome,
        message: sourcePositions(ended.message, file),
        figures: figureWords(ended.figures),
      })),
      stop: () => void engine.stop(),
    };
  },
};

function figureWords({ bootMs, heapAfterBoot, heapPeak, hostCalls }: Figures): string[] {
  return [
    ...(bootMs === null ? [] : [`booted in ${bootMs.toFixed()} ms`]),
    ...(heapAfterBoot === null ? [] : [`heap ${kib(heapAfterBoot)} after boot`]),
    `heap ${kib(heapPeak)} at most`,
    `${hostCalls} host calls`,
  ];
}
