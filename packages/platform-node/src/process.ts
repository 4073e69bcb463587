/** What another process uses, for a host that supervises it. */
import { anySystem, type ProcessUsage } from "./system.js";

export type { ProcessUsage };

/** Measures a process; `null` if it has ended, or on a system that this package does not know. */
export function processUsage(pid: number): ProcessUsage | null {
  return anySystem().processUsage(pid);
}
