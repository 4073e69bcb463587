import type { Report } from "./report.js";

/** A report as JSON: what `report.schema.json` describes, and `ws2kit merge` reads. */
export function jsonReport(report: Report): string {
  return `${JSON.stringify(report)}\n`;
}
