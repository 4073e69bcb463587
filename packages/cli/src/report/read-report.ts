import { readFileSync } from "node:fs";
import { UsageError } from "../usage-error.js";
import type { Report } from "./report.js";
import { reportFromTap } from "./tap-reader.js";

/** Reads a report, JSON or TAP, from a file; "-" is standard input. Throws a UsageError for what is neither. */
export function readReport(file: string): Report {
  const name = file === "-" ? "standard input" : file;
  const text = readText(file, name);
  if (/^TAP version 1[34]$/m.test(text)) return reportFromTap(text, name);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError(`${name} is neither a JSON report of ws2kit check nor TAP.`);
  }
  const { format, version } = (value ?? {}) as Partial<Report>;
  if (format !== "ws2kit-report") throw new UsageError(`${name} is JSON, but no report of ws2kit check.`);
  if (version !== 1) throw new UsageError(`${name} is a report of version ${version}; this ws2kit reads version 1.`);
  return value as Report;
}

function readText(file: string, name: string): string {
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    throw new UsageError(`${name} cannot be read: ${(error as NodeJS.ErrnoException).code}.`);
  }
}
