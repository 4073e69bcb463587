import type { Report } from "./report.js";

/** Formats a report as JSON, which `report.schema.json` describes and `ws2kit merge` reads. */
export function jsonReport(report: Report): string {
  return `${JSON.stringify(report)}\n`;
}
