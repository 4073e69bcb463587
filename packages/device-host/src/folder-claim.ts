import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HostError } from "./host-error.js";

/**
 * Runs `work` while the file `building` in `folder` contains the number of this process. Throws a HostError if it
 * contains that of another build that runs. A process that was killed leaves its file, which the next build replaces.
 */
export async function withClaim<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const file = join(folder, "building");
  claim(file, folder);
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function claim(file: string, folder: string): void {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const owner = Number(readFileSync(file, "utf8"));
    if (isRunning(owner)) {
      throw new HostError(
        `process ${owner} builds a host in ${folder}: wait until it ends. If it is not a build, remove ${file}.`,
      );
    }
    writeFileSync(file, String(process.pid));
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0); // signal 0 checks that it runs
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // it is another user's
  }
}
