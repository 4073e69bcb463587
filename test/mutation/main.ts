/**
 * `npm run mutation`: changes the sources of core, tcpip and the layers' kit by machine, one change at a time, and runs
 * the conformance checks that reach the change.
 *
 * `--sample N`    so many mutations, drawn by `--seed` (60)
 * `--seed S`      draws others (1)
 * `--only TEXT`   of sources whose path contains it
 * `--shard i/n`   a part of the sample
 * `--workers N`   processes at a time
 * `--least P`     exit code 1 where less than P % of what is not equivalent are noticed
 */
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import fc from "fast-check";
import { shardOf } from "#cli/check/shard.js";
import { EQUIVALENTS } from "./equivalents.js";
import { instrument, type Mutation } from "./instrument.js";
import { type Fate, fates } from "./trial.js";

const { values } = parseArgs({
  options: {
    sample: { type: "string", default: "60" },
    seed: { type: "string", default: "1" },
    only: { type: "string", default: "" },
    shard: { type: "string" },
    workers: { type: "string" },
    least: { type: "string", default: "0" },
  },
});
const [size, seed] = [Number(values.sample), Number(values.seed)];
const width = Number(values.workers ?? availableParallelism());
if (!(size > 0 && Number.isInteger(seed) && width > 0)) {
  console.error("mutation: --sample and --workers are numbers above 0, --seed a whole number");
  process.exit(2);
}
const { shard } = shardOf(values.shard, process.env);

const directory = mkdtempSync(join(tmpdir(), "ws2kit-mutation-"));
try {
  const all = await instrument(directory, values.only);
  const sample = drawn(all).filter((_, i) => shard === null || i % shard.of === shard.index - 1);
  console.log(`${sample.length} of ${all.length} mutations, seed ${seed}`);
  report(await fates(sample, directory, width));
} finally {
  rmSync(directory, { recursive: true });
}

function drawn(all: readonly Mutation[]): readonly Mutation[] {
  const count = Math.min(size, all.length);
  const [sample] = fc.sample(fc.shuffledSubarray([...all], { minLength: count, maxLength: count }), {
    seed,
    numRuns: 1,
  });
  return sample;
}

function report(found: readonly Fate[]): void {
  const survivors = found.filter(({ by }) => by === null);
  const open = survivors.filter(({ mutation }) => equivalentOf(mutation) === undefined);
  for (const { mutation, reached } of survivors) {
    const { file, line, original, replacement } = mutation;
    const why = equivalentOf(mutation)?.why;
    const said = why === undefined ? `reached by ${reached}` : `equivalent: ${why}`;
    console.log(`${file}:${line}  ${original}  ->  ${replacement}  (${said})`);
  }
  const judged = found.length - (survivors.length - open.length);
  const noticed = judged - open.length;
  const share = judged === 0 ? 1 : noticed / judged;
  console.log(`noticed: ${noticed} of ${judged} (${(100 * share).toFixed(1)} %), equivalent: ${found.length - judged}`);
  if (100 * share < Number(values.least)) process.exitCode = 1;
}

function equivalentOf({ file, original, replacement }: Mutation) {
  return EQUIVALENTS.find(
    (each) => each.file === file && each.original === original && each.replacement === replacement,
  );
}
