import type { Mutation } from "./instrument.js";
import { ownTestsOf } from "./own-tests.js";
import type { Request } from "./runner.js";
import { type Runner, Workers } from "./workers.js";

/** The result of a mutation. */
export interface Fate {
  readonly mutation: Mutation;
  /** What noticed it: a check and its verdict, a test, or that the process hung or ended. `null` for nothing. */
  readonly by: string | null;
  /** Whether only a test of the project noticed it, and no check. */
  readonly byTest: boolean;
  /** The number of checks that reach it, in words. */
  readonly reached: string;
}

/**
 * Tries each mutation with the checks that reach it and whose id contains `checks`, in `width` processes at a time. A
 * mutation that none notices is tried with the tests of its source, if `own-tests` lists some.
 */
export async function fates(
  sample: readonly Mutation[],
  directory: string,
  width: number,
  checks: string,
): Promise<readonly Fate[]> {
  const workers = new Workers(directory);
  const first = workers.start();
  const covered = await first.ask({ to: "cover", ids: sample.map(({ id }) => id), checks });
  first.end();
  if (typeof covered === "string" || covered.is !== "covered") {
    throw new Error(`without a mutation, the checks end with ${JSON.stringify(covered)}`);
  }
  const { sound } = covered;
  const all = Object.keys(sound).map(Number);
  const loaded = new Set(covered.loaded);
  const found: Fate[] = [];
  const queue = sample[Symbol.iterator]();
  const reaching = new Map<string, Promise<ReadonlySet<string>>>();

  const serve = async () => {
    let runner: Runner<Request> | null = null;
    for (const mutation of queue) {
      const { id, file } = mutation;
      const tests = covered.tests[id] ?? [];
      let by: string | null = null;
      if (tests.length > 0) {
        if (runner === null || runner.isOver) runner = workers.start();
        by = noticedBy(await runner.ask({ to: "try", id, tests, sound }));
      }
      if (by === null && loaded.has(id)) {
        // to mutate code that runs while modules are loaded, the modules are loaded again
        const fresh = workers.start(id);
        by = noticedBy(await fresh.ask({ to: "try", id, tests: all, sound }));
        fresh.end();
      }
      const byCheck = by !== null;
      if (!byCheck) by = await failedBy(ownTestsOf(file), id);
      const reached = `${tests.length} checks${loaded.has(id) ? " and the loading of its module" : ""}`;
      found.push({ mutation, by, byTest: !byCheck && by !== null, reached });
      if (process.stderr.isTTY) process.stderr.write(`\r${found.length}/${sample.length} `);
    }
    runner?.end();
  };

  /** The test of these files that a mutation fails, or `null`. Only files that reach the mutation run. */
  const failedBy = async (files: readonly string[], id: string): Promise<string | null> => {
    const meant: string[] = [];
    for (const file of files) {
      if (!reaching.has(file)) reaching.set(file, reachedBy(file));
      if ((await reaching.get(file))?.has(id)) meant.push(file);
    }
    return meant.length === 0 ? null : noticedBy(await runTests(meant, id));
  };

  const runTests = async (files: readonly string[], id = "") => {
    const runner = workers.startTests(id);
    const answer = await runner.ask({ to: "test", files });
    runner.end();
    return answer;
  };

  /** The mutations that a file of tests reaches. Without a mutation, it passes. */
  const reachedBy = async (file: string): Promise<ReadonlySet<string>> => {
    const answer = await runTests([file]);
    const failed = noticedBy(answer);
    if (failed !== null) throw new Error(`without a mutation, test/${file}.ts fails: ${failed}`);
    return new Set(typeof answer !== "string" && answer.is === "tried" ? answer.reached : []);
  };

  await Promise.all(Array.from({ length: width }, serve));
  const order = new Map(sample.map(({ id }, i) => [id, i]));
  return found.sort((a, b) => (order.get(a.mutation.id) ?? 0) - (order.get(b.mutation.id) ?? 0));
}

function noticedBy(answer: Awaited<ReturnType<Runner<never>["ask"]>>): string | null {
  if (typeof answer === "string") return answer;
  return answer.is === "tried" ? answer.by : null;
}
