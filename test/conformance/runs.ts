import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { type Description, describe, type Result, runCheck } from "@ws2kit/conformance";
import type { GuestReport, GuestRun } from "./guest-worker.js";
import { type EngineName, type Selected, selectionFor } from "./selection.js";
import { TARGETS, type TargetName } from "./targets.js";

const SEED = 1;

/** The results of one target's checks in one engine. */
export interface Run {
  readonly target: TargetName;
  readonly engine: EngineName;
  readonly results: ReadonlyMap<string, Result>;
  readonly clean: boolean | null;
}

/** The description of a target's shipped provider. */
export function describeTarget(target: TargetName): Description {
  return describe({ openMachine: TARGETS[target], shipped: true, seed: SEED });
}

/** Runs a target's checks in an engine: Node in this thread, QuickJS in a separate thread. */
export async function runChecks(target: TargetName, engine: EngineName): Promise<Run> {
  const selected = selectionFor(target);
  const report =
    engine === "Node"
      ? { results: inNode(target, selected), clean: true }
      : await inQuickJS(target, engine === "debug-sync" ? "debug" : "release", selected);
  const results = new Map(report.results.map((result) => [result.id, result]));
  return { target, engine, results, clean: report.clean };
}

function inNode(target: TargetName, selected: readonly Selected[]): readonly Result[] {
  const subject = { openMachine: TARGETS[target], shipped: true, seed: SEED };
  const description = describe(subject);
  return selected.map(({ check, rule }) => runCheck(check, rule.applies, subject, description));
}

function inQuickJS(
  target: TargetName,
  variant: GuestRun["variant"],
  selected: readonly Selected[],
): Promise<GuestReport> {
  const bundle = fileURLToPath(new URL(`../../../dist/${target}/checks.js`, import.meta.url));
  const checks = selected.map(({ id, rule }) => ({ id, applies: JSON.stringify(rule.applies) }));
  const workerData: GuestRun = { bundle, variant, checks };
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./guest-worker.js", import.meta.url), { workerData });
    worker.once("message", (report: GuestReport) => {
      resolve(report);
      // the platform of a guest prevents its thread from ending
      void worker.terminate();
    });
    worker.once("error", reject);
  });
}
