import type { Mutation } from "./instrument.js";
import { type Runner, Workers } from "./workers.js";

/** The result of a mutation. */
export interface Fate {
  readonly mutation: Mutation;
  /** What noticed it: a check and its outcome, or that the process hung or ended. `null` for nothing. */
  readonly by: string | null;
  /** The number of tests that reach it, in words. */
  readonly reached: string;
}

/** Tries each mutation with the tests that reach it, in `width` processes at a time. */
export async function fates(sample: readonly Mutation[], directory: string, width: number): Promise<readonly Fate[]> {
  const workers = new Workers(directory);
  const first = workers.start();
  const covered = await first.ask({ to: "cover", ids: sample.map(({ id }) => id) });
  first.end();
  if (typeof covered === "string" || covered.is !== "covered") {
    throw new Error(`without a mutation, the checks end with ${JSON.stringify(covered)}`);
  }
  const loaded = new Set(covered.loaded);
  const found: Fate[] = [];
  const queue = sample[Symbol.iterator]();
  const serve = async () => {
    let runner: Runner | null = null;
    for (const mutation of queue) {
      const tests = covered.tests[mutation.id] ?? [];
      let by: string | null = null;
      let reached = `${tests.length} tests`;
      if (loaded.has(mutation.id)) {
        // to mutate code that runs while modules are loaded, the modules are loaded again
        reached = "the loading of its module";
        const fresh = workers.start(mutation.id);
        by = noticedBy(await fresh.ask({ to: "try", id: mutation.id, tests: null }));
        fresh.end();
      } else if (tests.length > 0) {
        if (runner === null || runner.isOver) runner = workers.start();
        by = noticedBy(await runner.ask({ to: "try", id: mutation.id, tests }));
      }
      found.push({ mutation, by, reached });
      if (process.stderr.isTTY) process.stderr.write(`\r${found.length}/${sample.length} `);
    }
    runner?.end();
  };
  await Promise.all(Array.from({ length: width }, serve));
  const order = new Map(sample.map(({ id }, i) => [id, i]));
  return found.sort((a, b) => (order.get(a.mutation.id) ?? 0) - (order.get(b.mutation.id) ?? 0));
}

function noticedBy(answer: Awaited<ReturnType<Runner["ask"]>>): string | null {
  if (typeof answer === "string") return answer;
  return answer.is === "tried" ? answer.by : null;
}
