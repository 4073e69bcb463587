import { readJsonFile } from "../files/json-file.js";
import { nameOf, readText } from "../files/text-file.js";
import { UsageError } from "../terminal/usage-error.js";
import type { Report } from "./report.js";
import { readReportShape } from "./report-shape.js";
import { reportFromTap } from "./tap-reader.js";

/**
 * Reads a report, JSON or TAP, from a file; "-" is standard input. Throws a UsageError with line and column if it is
 * neither.
 */
export function readReport(file: string): Report {
  const text = readText(file);
  if (/^TAP version 1[34]$/m.test(text)) return reportFromTap(text, nameOf(file));
  if (!/^\s*[{[]/.test(text)) {
    throw new UsageError(`${nameOf(file)}:1:1: this is neither a JSON report of ws2kit check nor TAP.`);
  }
  return readReportShape(readJsonFile(file, text));
}
