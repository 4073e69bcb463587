import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
export const JOB = `${ROOT}examples/echo/lib/main-job.js`;

/** Milliseconds after which a run is given up. */
export const LONGEST = 25_000;

/** What a run of the main job came to. */
export interface JobRun {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the main job with little traffic, in a folder that has a `dist`. */
export function runJob(folder: string, report: string, environment: NodeJS.ProcessEnv = {}): Promise<JobRun> {
  const words = [JOB, "--mib", "1", "--datagrams", "100", "--report", report];
  return finish(
    spawn(process.execPath, words, { cwd: folder, timeout: LONGEST, env: { ...process.env, ...environment } }),
  );
}

/** Collects what a run says, until it ends. */
export function finish(child: ReturnType<typeof spawn>): Promise<JobRun> {
  let out = "";
  let err = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (err += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, out, err }));
  });
}
