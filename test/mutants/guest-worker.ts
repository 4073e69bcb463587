import { parentPort, workerData } from "node:worker_threads";
import { Guest } from "@ws2kit/engine-quickjs";

/** The task of a worker: runs mutants of a bundle in one QuickJS, each with its own check. */
export interface GuestTask {
  readonly code: string;
  readonly mutants: readonly { readonly at: number; readonly applies: string }[];
}

/** Several machines live in one guest, one mutant after the other. */
const BUDGETS = { heap: 128 * 1024 * 1024, stack: 256 * 1024, watchdog: 60_000 };

const { code, mutants } = workerData as GuestTask;
const guest = await Guest.boot({ ...BUDGETS, variant: "release", code, name: "mutants.js" });
if (guest.ended.outcome !== "done") throw new Error(guest.ended.message);
const outcomes = mutants.map(({ at, applies }) => {
  const called = guest.call("tryMutant", at, applies);
  return called.outcome === "done" ? (called.value as string) : `${called.outcome}: ${called.message}`;
});
guest.dispose();
parentPort?.postMessage(outcomes);
