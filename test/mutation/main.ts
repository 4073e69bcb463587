import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { shardOf } from "#cli/check/shard.js";
import { instrument } from "./instrument.js";
import { drawn, inPart, linesOf, type MutationReport, merged } from "./report.js";
import { fates } from "./trial.js";

const HELP = `npm run mutation -- [options]

Changes the sources of core, tcpip and the layers' kit automatically, one change at a time, and runs the conformance
checks that reach the change. A change that no check notices, in a source whose behaviour checks cannot see, is tried
with the project's tests that test/mutation/own-tests.ts lists for that source.

  --sample N       the number of changes, drawn by --seed (60)
  --seed S         draws others (1)
  --only TEXT      changes only sources whose path contains it
  --checks TEXT    runs only the checks whose id contains it
  --shard i/n      a part of the sample, or what a scheduler's environment names, as for ws2kit check
  --out FILE       writes the report as JSON too
  --merge FILE …   merges the parts of a sample instead, and prints the report of the whole
  --workers N      processes at a time
  --least P        exit code 1 if less than P % of the changes that have an effect are noticed
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: "string", default: "60" },
    seed: { type: "string", default: "1" },
    only: { type: "string", default: "" },
    checks: { type: "string", default: "" },
    shard: { type: "string" },
    out: { type: "string" },
    merge: { type: "boolean", default: false },
    workers: { type: "string" },
    least: { type: "string", default: "0" },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit();
}
const [size, seed] = [Number(values.sample), Number(values.seed)];
const width = Number(values.workers ?? availableParallelism());
if (!(size > 0 && Number.isInteger(seed) && width > 0) || values.merge !== positionals.length > 0) {
  console.error(
    "mutation: --sample and --workers are numbers above 0, --seed is a whole number, and only --merge has files",
  );
  process.exit(2);
}
conclude(values.merge ? merged(positionals.map((file) => JSON.parse(readFileSync(file, "utf8")))) : await tried());

async function tried(): Promise<MutationReport> {
  const { shard } = shardOf(values.shard, process.env);
  const directory = mkdtempSync(join(tmpdir(), "ws2kit-mutation-"));
  try {
    const all = await instrument(directory, values.only);
    const sample = inPart(drawn(all, size, seed), shard);
    console.log(`${sample.length} of ${all.length} mutations, seed ${seed}`);
    return {
      seed,
      possible: all.length,
      size,
      part: shard,
      fates: await fates(sample, directory, width, values.checks),
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function conclude(report: MutationReport): void {
  if (values.out !== undefined) writeFileSync(values.out, `${JSON.stringify(report)}\n`);
  const { lines, percent } = linesOf(report);
  console.log(lines.join("\n"));
  if (percent < Number(values.least)) process.exitCode = 1;
}
