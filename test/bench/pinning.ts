import { execFileSync } from "node:child_process";
import { cpus } from "node:os";

/**
 * Binds this process, and those that it will start, to the first processor, or to all of them again. Where the system
 * has no taskset, the figures vary more.
 */
export function pin(isPinned: boolean): void {
  const list = isPinned ? "0" : `0-${cpus().length - 1}`;
  try {
    execFileSync("taskset", ["-acp", list, String(process.pid)], { stdio: "ignore" });
  } catch {}
}
