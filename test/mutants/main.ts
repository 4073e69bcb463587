import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { MUTANTS } from "./all.js";
import { EVERYTHING } from "./everything.js";
import { inNode, inQuickJS } from "./own-checks.js";
import { runAll } from "./pool.js";
import { CHECK_IDS } from "./trial.js";
import type { Task } from "./worker.js";

/**
 * `npm run mutants`: every mutant against the check that it names, in Node and in QuickJS.
 *
 * `--only TEXT`   the mutants whose name contains it
 * `--matrix`      every mutant against every check, in Node: who else kills it, and which checks kill nothing, even
 * when
 *                 every function is broken in five ways. Takes some ten minutes of a core.
 */
const { values } = parseArgs({
  options: { only: { type: "string" }, matrix: { type: "boolean", default: false }, workers: { type: "string" } },
});
const only = values.only ?? "";
const places = MUTANTS.map((_, at) => at).filter((at) => MUTANTS[at].name.includes(only));
if (places.length === 0) {
  console.error(`mutants: no mutant's name contains "${only}"`);
  process.exit(2);
}
const width = Number(values.workers ?? availableParallelism());

const killers = values.matrix ? await killersOf(places) : new Map<number, readonly number[]>();
const engines = { Node: inNode(places), QuickJS: await inQuickJS(places) };
for (const [i, at] of places.entries()) {
  const { name, kind, on, killedBy } = MUTANTS[at];
  const fates = Object.entries(engines).map(([engine, outcomes]) => fate(engine, outcomes[i]));
  const others = (killers.get(at) ?? []).filter((check) => CHECK_IDS[check] !== killedBy).length;
  console.log(`${fates.join(" ")}  ${kind} on ${on}: ${name}: ${killedBy}${others > 0 ? ` and ${others} more` : ""}`);
}
for (const [engine, outcomes] of Object.entries(engines)) {
  const killed = outcomes.filter((outcome) => outcome === "fail").length;
  console.log(`${engine}: ${killed}/${places.length} killed`);
  if (killed < places.length) process.exitCode = 1;
}
if (values.matrix && only === "") await tellIdle(killers);
// the platform of a guest prevents its thread from ending
process.exit();

function fate(engine: string, outcome: string): string {
  return outcome === "fail" ? `${engine} killed` : `${engine} ALIVE (${outcome})`;
}

/** The checks that fail for each of these, by place. */
async function killersOf(these: readonly number[]): Promise<ReadonlyMap<number, readonly number[]>> {
  const found = new Map<number, readonly number[]>();
  const checks = CHECK_IDS.map((_, check) => check);
  const tasks = these.map((mutant) => ({ mutant, checks }));
  await runAll(tasks, width, (report) => {
    found.set(report.mutant, report.killers);
    if (process.stderr.isTTY) process.stderr.write(`\r${found.size}/${tasks.length} `);
  });
  return found;
}

/** The checks that kill no mutant, and those of them that also pass with every systematic fault. */
async function tellIdle(byMutants: ReadonlyMap<number, readonly number[]>): Promise<void> {
  const busy = new Set([...byMutants.values()].flat());
  const left = new Set(CHECK_IDS.map((_, check) => check).filter((check) => !busy.has(check)));
  const idle = left.size;
  await runAll(faultsFor(left), width, ({ killers }) => {
    for (const check of killers) left.delete(check);
  });
  console.log(`checks that kill a mutant: ${busy.size}/${CHECK_IDS.length}; a fault: ${idle - left.size} more`);
  console.log(`checks that kill nothing: ${left.size}`);
  for (const check of left) console.log(`  ${CHECK_IDS[check]}`);
}

/** Runs each fault against the checks that no earlier fault has failed. */
function* faultsFor(left: ReadonlySet<number>): Iterable<Task> {
  for (let mutant = MUTANTS.length; mutant < EVERYTHING.length; mutant++) yield { mutant, checks: [...left] };
}
