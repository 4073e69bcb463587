import { readFileSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import type { Result } from "@ws2kit/conformance";
import { Guest, type Variant } from "@ws2kit/engine-quickjs";

/** The task of a worker: checks of one bundle in one QuickJS. */
export interface GuestRun {
  readonly bundle: string;
  readonly variant: Variant;
  readonly checks: readonly { readonly id: string; readonly applies: string }[];
}

/** The results of the task. */
export interface GuestReport {
  readonly results: readonly Result[];
  /** Whether the engine freed all memory when it was disposed; `null` if its leak checker failed. */
  readonly clean: boolean | null;
}

/** Larger budgets than a device's, because a check opens several machines in one guest. */
const BUDGETS = { heap: 96 * 1024 * 1024, stack: 256 * 1024, watchdog: 180_000 };

async function run({ bundle, variant, checks }: GuestRun): Promise<GuestReport> {
  const guest = await Guest.boot({ ...BUDGETS, variant, code: readFileSync(bundle, "utf8"), name: "checks.js" });
  if (guest.ended.outcome !== "done") throw new Error(guest.ended.message);
  const results = checks.map(({ id, applies }) => {
    const called = guest.call("runCheck", id, applies);
    if (called.outcome !== "done") throw new Error(`${id}: ${called.outcome}: ${called.message}`);
    return JSON.parse(called.value as string) as Result;
  });
  return { results, clean: guest.dispose() };
}

parentPort?.postMessage(await run(workerData as GuestRun));
