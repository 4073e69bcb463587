import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { checksById } from "@ws2kit/conformance";
import { findRule, type Rule } from "@ws2kit/rules";
import { TARGETS } from "../conformance/targets.js";
import { bundle } from "../engine-quickjs/bundle.js";
import { MUTANTS } from "./all.js";
import type { GuestTask } from "./guest-worker.js";
import { trialOn } from "./trial.js";

const tryCheck = trialOn(TARGETS);

/** The check that a mutant names. Throws if there is none. */
function ownCheck(at: number) {
  const check = checksById().get(MUTANTS[at].killedBy);
  if (check === undefined) throw new Error(`${MUTANTS[at].name}: there is no check "${MUTANTS[at].killedBy}"`);
  return { check, applies: (findRule(check.rule) as Rule).applies };
}

/** The outcomes of these mutants' own checks in Node. */
export function inNode(places: readonly number[]): string[] {
  return places.map((at) => {
    const { check, applies } = ownCheck(at);
    return tryCheck(MUTANTS[at], check, applies).outcome;
  });
}

/** As `inNode`, in QuickJS: one bundle holds all mutants. */
export async function inQuickJS(places: readonly number[]): Promise<string[]> {
  const names = [...new Set(places.map((at) => MUTANTS[at].on))];
  const code = await bundle(`
    import { mutantTrial } from ${JSON.stringify(fileURLToPath(new URL("guest.js", import.meta.url)))};
    ${names.map((name) => `import { openMachine as ${name} } from "@ws2kit/target-${name}";`).join("\n")}
    export const tryMutant = mutantTrial({ ${names.join(", ")} });
  `);
  const mutants = places.map((at) => ({ at, applies: JSON.stringify(ownCheck(at).applies) }));
  const workerData: GuestTask = { code, mutants };
  const worker = new Worker(new URL("./guest-worker.js", import.meta.url), { workerData });
  try {
    return await new Promise<string[]>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
    });
  } finally {
    // the platform of a guest prevents its thread from ending
    void worker.terminate();
  }
}
