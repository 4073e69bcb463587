import { OUTCOMES } from "@ws2kit/conformance";
import { type Report, type Run, runName } from "./report.js";
import { OUTCOME_WORDS, plural } from "./words.js";

/** What was checked and the result, in lines that can be published. */
export function statementText(report: Report): string {
  return ["Statement", ...report.runs.map((run) => runStatement(report, run))].join("\n\n");
}

function runStatement(report: Report, run: Run): string {
  const { provider, profile, engineVersion, counts, results } = run;
  const counted = OUTCOMES.filter((outcome) => counts[outcome] > 0).map(
    (outcome) => `${counts[outcome]} ${OUTCOME_WORDS[outcome]}`,
  );
  if (run.notRun > 0) counted.push(`${run.notRun} not run`);
  const rows = [
    ["provider", [provider.name, provider.kind ?? "not loaded"].join(", ")],
    ["SHA-256", provider.sha256 ?? `as shipped with ws2kit ${report.suite}`],
    ["profile", `${run.target}: ${profile.title}, version ${profile.version}`],
    ["engine", engineVersion || run.engine],
    ["place", report.place],
    ["suite", `ws2kit ${report.suite}, ${plural(results.length, "check")}${shardText(report)}, seed ${report.seed}`],
    ["date", report.date],
    ["outcome", counted.join(", ")],
  ];
  return [`  ${runName(run)}`, ...rows.map(([name, value]) => `    ${name.padEnd(9)} ${value}`)].join("\n");
}

function shardText({ shard }: Report): string {
  return shard === null ? "" : ` (part ${shard.index} of ${shard.of})`;
}
