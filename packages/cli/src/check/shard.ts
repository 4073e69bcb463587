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

/**
 * Returns the part of the checks to run. `--shard i/n` names it. `--shard /n` reads the index from JOB_COMPLETION_INDEX
 * (from 0) or CI_NODE_INDEX (from 1). Without `--shard`, it is CI_NODE_INDEX of CI_NODE_TOTAL, if both are set. Throws
 * a UsageError if the index or the total is wrong.
 */
export function shardOf(word: string | undefined, environment: Environment): FoundShard {
  const { CI_NODE_INDEX, CI_NODE_TOTAL, JOB_COMPLETION_INDEX } = environment;
  if (word === undefined) {
    // CI sets a total of 1, or no total, for a job that is not parallel
    if (!CI_NODE_INDEX || !CI_NODE_TOTAL || CI_NODE_TOTAL === "1") return { shard: null, from: "" };
    return { shard: partOf("CI_NODE_INDEX/CI_NODE_TOTAL", CI_NODE_INDEX, CI_NODE_TOTAL), from: "CI_NODE_INDEX" };
  }
  const [index, of] = word.split("/", 2);
  if (index !== "" || of === undefined) return { shard: partOf("--shard", index, of), from: "" };
  if (JOB_COMPLETION_INDEX) {
    const first = /^\d+$/.test(JOB_COMPLETION_INDEX) ? String(Number(JOB_COMPLETION_INDEX) + 1) : JOB_COMPLETION_INDEX;
    return { shard: partOf("JOB_COMPLETION_INDEX", first, of), from: "JOB_COMPLETION_INDEX" };
  }
  if (CI_NODE_INDEX) return { shard: partOf("CI_NODE_INDEX", CI_NODE_INDEX, of), from: "CI_NODE_INDEX" };
  throw new UsageError(
    `--shard ${word} reads its index from JOB_COMPLETION_INDEX or CI_NODE_INDEX, but neither is set; write i${word}.`,
  );
}

const NUMBER = /^\d{1,4}$/;

function partOf(what: string, index: string, of: string | undefined): Shard {
  const part = { index: Number(index), of: Number(of) };
  if (NUMBER.test(index) && NUMBER.test(of ?? "") && part.index >= 1 && part.index <= part.of) return part;
  throw new UsageError(
    `${what} must be i/n with i from 1 to n, such as 2/3, not "${index}${of === undefined ? "" : `/${of}`}".`,
  );
}
