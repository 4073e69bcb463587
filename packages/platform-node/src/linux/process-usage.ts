import { readFileSync } from "node:fs";
import type { ProcessUsage } from "../system.js";

/** Bytes of a page, the unit of memory in /proc. */
const PAGE = 4096;
/** Milliseconds of a tick, the unit of time in /proc. */
const TICK = 10;

/** Reads /proc; `null` if the process has ended. */
export function processUsage(pid: number): ProcessUsage | null {
  try {
    // the fields follow the command's name, which may contain spaces
    const fields = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ")[1].split(" ");
    const [, pages] = readFileSync(`/proc/${pid}/statm`, "latin1").split(" ");
    return { time: (Number(fields[11]) + Number(fields[12])) * TICK, resident: Number(pages) * PAGE };
  } catch {
    return null;
  }
}
