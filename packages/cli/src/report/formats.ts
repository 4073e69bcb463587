import type { FormatName } from "./format-names.js";
import { htmlReport } from "./html/page.js";
import { jsonReport } from "./json-report.js";
import { junitReport } from "./junit-report.js";
import { prettyReport } from "./pretty/pretty.js";
import type { Report } from "./report.js";
import { tapReport } from "./tap-report.js";

const WRITERS: Readonly<Record<FormatName, (report: Report) => string>> = {
  pretty: prettyReport,
  tap: tapReport,
  junit: junitReport,
  json: jsonReport,
  html: htmlReport,
};

/** Formats a report. The text ends with a newline. */
export function render(report: Report, format: FormatName): string {
  const text = WRITERS[format](report);
  return text.endsWith("\n") ? text : `${text}\n`;
}
