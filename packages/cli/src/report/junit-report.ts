import type { Outcome, Result } from "@ws2kit/conformance";
import { create } from "xmlbuilder2";
import type { XMLBuilder } from "xmlbuilder2/lib/interfaces.js";
import { repeatCommand } from "./repeat-command.js";
import { type Report, type Run, runName } from "./report.js";
import { expectedText, gotText, OUTCOME_WORDS, sourceText, traceText } from "./words.js";

/** The JUnit element of each outcome; a passed case has no element. */
const ELEMENTS: Readonly<Record<Outcome, string>> = {
  pass: "",
  fail: "failure",
  broken: "error",
  "not-applicable": "skipped",
  "not-supported": "skipped",
};

/** Formats a report as JUnit XML: a suite for each run, a case for each check. */
export function junitReport(report: Report): string {
  // replaces characters that XML does not allow, such as NUL in a provider's text
  const document = create({ version: "1.0", encoding: "UTF-8", invalidCharReplacement: "\uFFFD" });
  const root = document.ele("testsuites", { name: "ws2kit check", ...numbersOf(report.runs) });
  for (const run of report.runs) addRun(root, report, run);
  return document.end({ prettyPrint: true });
}

function numbersOf(runs: readonly Run[]): Record<string, string> {
  const sum = (...outcomes: readonly Outcome[]) =>
    String(runs.reduce((total, { counts }) => outcomes.reduce((n, outcome) => n + counts[outcome], total), 0));
  return {
    tests: String(runs.reduce((total, { results }) => total + results.length, 0)),
    failures: sum("fail"),
    errors: sum("broken"),
    skipped: sum("not-applicable", "not-supported"),
    time: (runs.reduce((total, { milliseconds }) => total + milliseconds, 0) / 1000).toFixed(3),
  };
}

function addRun(root: XMLBuilder, report: Report, run: Run): void {
  const suite = root.ele("testsuite", {
    name: runName(run),
    ...numbersOf([run]),
    timestamp: report.date.slice(0, 19),
    hostname: "localhost",
  });
  const properties = suite.ele("properties");
  const { target, profile, provider } = run;
  const rows = [
    ["suite", `ws2kit ${report.suite}`],
    ["seed", String(report.seed)],
    ["place", report.place],
    ["profile", `${target}: ${profile.title}, version ${profile.version}`],
    ["engine", run.engineVersion || run.engine],
    ["provider.sha256", provider.sha256 ?? "shipped"],
  ];
  for (const [name, value] of rows) properties.ele("property", { name, value });
  for (const result of run.results) addResult(suite, report, run, result);
}

function addResult(suite: XMLBuilder, report: Report, run: Run, result: Result): void {
  const classname = `${run.target}.${run.engine}.${result.rule.split("/")[0]}`;
  const test = suite.ele("testcase", { classname, name: result.id, time: "0" });
  const element = ELEMENTS[result.outcome];
  if (element === "skipped") {
    test.ele("skipped", { message: [OUTCOME_WORDS[result.outcome], result.what].filter(Boolean).join(": ") });
  } else if (element !== "") {
    const message = `expected ${expectedText(result)}; got ${gotText(result)}`;
    test.ele(element, { type: result.outcome, message }).txt(detailsOf(report, run, result));
  }
}

function detailsOf(report: Report, run: Run, result: Result): string {
  const rule = report.rules[result.rule];
  const why = rule === undefined ? "" : `why: ${rule.number} ${rule.text} [${sourceText(rule.source)}]`;
  const repeat = `repeat: ${repeatCommand(report, run, result.id)}`;
  return [why, ...result.trace.map(traceText), repeat].filter(Boolean).join("\n");
}
