import type { Shard } from "../report/report.js";
import { UsageError } from "../terminal/usage-error.js";

/** The environment variables that name a shard if the command line does not. */
interface Environment {
  readonly [name: string]: string | undefined;
}

/** A part of the checks, and where it was named. */
export interface FoundShard {
  readonly shard: Shard | null;
  /** The environment variable; "" for the command line. */
  readonly from: string;
}

/** The variables in which a scheduler names a part. */
interface Scheduler {
  readonly index: string;
  /** `null` for a scheduler that does not set the number of parts. */
  readonly total: string | null;
  /** The index of the first part. */
  readonly first: 0 | 1;
}

/** In the order in which they are read. */
export const SCHEDULERS: readonly Scheduler[] = [
  { index: "JOB_COMPLETION_INDEX", total: null, first: 0 },
  { index: "CI_NODE_INDEX", total: "CI_NODE_TOTAL", first: 1 },
  { index: "CIRCLE_NODE_INDEX", total: "CIRCLE_NODE_TOTAL", first: 0 },
  { index: "BUILDKITE_PARALLEL_JOB", total: "BUILDKITE_PARALLEL_JOB_COUNT", first: 0 },
];

/**
 * Returns the part of the checks to run. `--shard i/n` names it. `--shard /n` reads the index from the environment of a
 * scheduler. Without `--shard`, index and total are those of a scheduler that sets both. Throws a UsageError if the
 * index or the total is wrong.
 */
export function shardOf(word: string | undefined, environment: Environment): FoundShard {
  if (word === undefined) return ofScheduler(environment);
  const [index, of] = word.split("/", 2);
  if (index !== "" || of === undefined) return { shard: partOf("--shard", index, of), from: "" };
  const scheduler = SCHEDULERS.find((each) => environment[each.index]);
  if (scheduler !== undefined) {
    return { shard: partOf(scheduler.index, fromOne(scheduler, environment), of), from: scheduler.index };
  }
  const names = SCHEDULERS.map((each) => each.index);
  throw new UsageError(
    `--shard ${word} reads its index from ${names.slice(0, -1).join(", ")} or ${names[names.length - 1]}, but none of them is set; ` +
      `write i${word}.`,
  );
}

function ofScheduler(environment: Environment): FoundShard {
  for (const scheduler of SCHEDULERS) {
    const total = scheduler.total === null ? undefined : environment[scheduler.total];
    // CI sets a total of 1, or no total, for a job that is not parallel
    if (!environment[scheduler.index] || !total || total === "1") continue;
    const what = `${scheduler.index}/${scheduler.total}`;
    return { shard: partOf(what, fromOne(scheduler, environment), total), from: scheduler.index };
  }
  return { shard: null, from: "" };
}

/** The index that a scheduler set, counted from 1; as it stands if it is no number. */
function fromOne({ index, first }: Scheduler, environment: Environment): string {
  const word = environment[index] ?? "";
  return /^\d+$/.test(word) ? String(Number(word) + 1 - first) : word;
}

const NUMBER = /^\d{1,4}$/;

function partOf(what: string, index: string, of: string | undefined): Shard {
  const part = { index: Number(index), of: Number(of) };
  if (NUMBER.test(index) && NUMBER.test(of ?? "") && part.index >= 1 && part.index <= part.of) return part;
  throw new UsageError(
    `${what} must be i/n with i from 1 to n, such as 2/3, not "${index}${of === undefined ? "" : `/${of}`}".`,
  );
}
