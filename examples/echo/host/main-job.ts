/**
 * The main job: runs each target's echo firmware in QuickJS, and a peer in a separate process that compares every byte.
 * `--mib N` and `--datagrams N` set the amount of data, `--report FILE` names the page.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { builtTargets } from "./built-targets.js";
import { colours } from "./colours.js";
import { progressLine } from "./progress-line.js";
import { reportPage } from "./report/page.js";
import { resultsTable } from "./results-table.js";
import { runTarget, type TargetRun } from "./target-run.js";
import { MAIN_JOB, MIB, type Workload } from "./workload.js";

/** The options of the command line. */
interface Request {
  readonly workload: Workload;
  /** The file of the page. */
  readonly report: string;
}

async function main(): Promise<boolean> {
  const { workload, report } = request();
  const runs: TargetRun[] = [];
  for (const target of builtTargets()) {
    const line = progressLine(target, workload);
    try {
      const run = await runTarget(target, workload, line.progress);
      line.done(run);
      runs.push(run);
    } finally {
      line.stop();
    }
  }
  await mkdir(dirname(report), { recursive: true });
  await writeFile(report, reportPage(runs, workload, new Date()));
  console.log(`\n${resultsTable(runs)}\nThe results as a page: ${report}`);
  return runs.every(({ failure }) => failure === "");
}

function request(): Request {
  const { values } = parseArgs({
    options: {
      mib: { type: "string", default: String(MAIN_JOB.bytes / MIB) },
      datagrams: { type: "string", default: String(MAIN_JOB.datagrams) },
      report: { type: "string", default: "dist/report/index.html" },
    },
  });
  const bytes = Math.round(Number(values.mib) * MIB);
  const datagrams = Number(values.datagrams);
  if (!(bytes >= MIB / 16) || !(datagrams >= 1)) throw new Error("--mib and --datagrams must be positive numbers.");
  return { workload: { ...MAIN_JOB, bytes, datagrams }, report: values.report };
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.error(colours.red(error instanceof Error ? error.message : String(error)));
  process.exitCode = 1;
}
