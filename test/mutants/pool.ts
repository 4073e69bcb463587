import { Worker } from "node:worker_threads";
import { CHECK_IDS } from "./trial.js";
import type { Report, Task } from "./worker.js";

/** Milliseconds after which a running check counts as hung. */
const PATIENCE = 8_000;
const LOOK_EVERY = 500;

/**
 * Runs tasks in worker threads, so that a mutant that hangs in a check can be stopped. A hang does not count as killed.
 */
export async function runAll(tasks: Iterable<Task>, width: number, told: (report: Report) => void): Promise<void> {
  const queue = tasks[Symbol.iterator]();
  await Promise.all(Array.from({ length: width }, () => serve(queue, told)));
}

/** Runs one task after the other, each when a worker is free. */
async function serve(queue: Iterator<Task>, told: (report: Report) => void): Promise<void> {
  let worker: Station | null = null;
  for (let next = queue.next(); next.done !== true; next = queue.next()) {
    const task = next.value;
    const found: number[] = [];
    for (let rest: readonly number[] = task.checks; rest.length > 0; ) {
      worker ??= new Station();
      const outcome: Outcome = await worker.run({ ...task, checks: rest });
      found.push(...outcome.killers);
      if (outcome.hangsAt === null) break;
      worker = null;
      rest = rest.slice(outcome.hangsAt + 1);
    }
    told({ mutant: task.mutant, killers: found });
  }
  await worker?.end();
}

/** The results of a worker thread; and, if a check hangs, its position in the task: then the thread was ended. */
interface Outcome {
  readonly killers: readonly number[];
  readonly hangsAt: number | null;
}

/** One worker thread. */
class Station {
  readonly #progress = new SharedArrayBuffer(4 * (1 + CHECK_IDS.length));
  readonly #worker = new Worker(new URL("./worker.js", import.meta.url), { workerData: { progress: this.#progress } });

  run(task: Task): Promise<Outcome> {
    const progress = new Int32Array(this.#progress).fill(0);
    const killersSoFar = () => task.checks.filter((_, at) => progress[1 + at] === 1);
    return new Promise((resolve, reject) => {
      let [last, since] = [-1, Date.now()];
      const timer = setInterval(() => {
        const at = Atomics.load(progress, 0);
        if (at !== last) [last, since] = [at, Date.now()];
        else if (Date.now() - since > PATIENCE) {
          finish(() => void this.end().then(() => resolve({ killers: killersSoFar(), hangsAt: at })));
        }
      }, LOOK_EVERY);
      const finish = (then: () => void) => {
        clearInterval(timer);
        this.#worker.off("message", report).off("error", fail);
        then();
      };
      const report = (told: Report) => finish(() => resolve({ ...told, hangsAt: null }));
      const fail = (error: Error) => finish(() => reject(error));
      this.#worker.once("message", report).once("error", fail);
      this.#worker.postMessage(task);
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}
