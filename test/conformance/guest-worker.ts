import { readFileSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import type { Result } from "@ws2kit/conformance";
import { Guest, type Variant } from "@ws2kit/engine-quickjs";

/** What a worker is to do: checks of one bundle in one QuickJS. */
export interface GuestRun {
  readonly bundle: string;
  readonly variant: Variant;
  readonly checks: readonly { readonly id: string; readonly applies: string }[];
}

/** What came of it. */
export interface GuestReport {
  readonly results: readonly Result[];
  /** Whether the engine gave everything back when it was disposed of; `null` where its leak checker failed. */
  readonly clean: boolean | null;
}

/** Checks are not held to a device's budgets: several machines live in one guest. */
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
