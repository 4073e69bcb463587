import { parentPort, workerData } from "node:worker_threads";
import { CHECKS } from "@ws2kit/conformance";
import { findRule, type Rule } from "@ws2kit/rules";
import { TARGETS } from "../conformance/targets.js";
import { EVERYTHING } from "./everything.js";
import { trialOn } from "./trial.js";

const tryCheck = trialOn(TARGETS);

/** A mutant by its index in the list, and the checks to run on it by their indexes. */
export interface Task {
  readonly mutant: number;
  readonly checks: readonly number[];
}

/** The indexes of the failed checks. */
export interface Report {
  readonly mutant: number;
  readonly killers: readonly number[];
}

/** The progress of this worker, which the pool reads: the check's index in the task, then a 1 for each failed check. */
const progress = new Int32Array((workerData as { progress: SharedArrayBuffer }).progress);

parentPort?.on("message", ({ mutant, checks }: Task) => {
  const killers = checks.filter((at, done) => {
    Atomics.store(progress, 0, done);
    const check = CHECKS[at];
    const isKilled = tryCheck(EVERYTHING[mutant], check, (findRule(check.rule) as Rule).applies).outcome === "fail";
    if (isKilled) progress[1 + done] = 1;
    return isKilled;
  });
  parentPort?.postMessage({ mutant, killers } satisfies Report);
});
