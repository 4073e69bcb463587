import wrapAnsi from "wrap-ansi";
import { colours } from "../../colours.js";
import { repeatCommand } from "../repeat-command.js";
import type { Report } from "../report.js";
import type { Trouble } from "../troubles.js";
import { expectedText, gotText, leaksText, sourceText, traceText } from "../words.js";

const LABEL = 9;

/** A trouble in three lines, the calls up to there, and the command that repeats it. */
export function failureLines(report: Report, { result, runs }: Trouble): string[] {
  const rule = report.rules[result.rule];
  const mark = result.outcome === "fail" ? colours.red("✖") : colours.yellow("▲");
  const places = runs.map(
    ({ provider, target, engine }) => `${severalProviders(report) ? `${provider.name} ` : ""}${target} ${engine}`,
  );
  const why = rule === undefined ? "" : `${rule.text} ${colours.dim(`[${sourceText(rule.source)}]`)}`;
  const kept = leaksText(result);
  return [
    `${mark} ${colours.bold(result.id)}${rule === undefined ? "" : colours.dim(`  ${rule.number}`)}  ${colours.dim(`${result.outcome} on`)} ${listed(places)}`,
    ...labelled("expected", expectedText(result)),
    ...labelled("got", colours.red(gotText(result))),
    ...labelled("why", why),
    ...(kept === "" ? [] : labelled("kept", kept)),
    ...calls(result.trace.map(traceText)),
    ...labelled("repeat", colours.cyan(repeatCommand(report, runs[0], result.id))),
  ];
}

function severalProviders({ runs }: Report): boolean {
  return new Set(runs.map(({ provider }) => provider.name)).size > 1;
}

function listed(places: readonly string[]): string {
  const [first, ...others] = places;
  return others.length === 0 ? first : `${first} ${colours.dim(`and ${others.length} more: ${others.join(", ")}`)}`;
}

function calls(lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const [first, ...others] = lines;
  return [label("calls") + first, ...others.map((line) => " ".repeat(LABEL + 2) + line)].map((line) =>
    colours.dim(line),
  );
}

/** A line with its label; on a terminal long ones go on under their beginning. */
function labelled(name: string, text: string): string[] {
  const columns = process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY;
  const room = Math.max(20, columns - LABEL - 2);
  const lines = Number.isFinite(room) ? wrapAnsi(text, room, { hard: true, trim: true }).split("\n") : [text];
  return lines.map((line, i) => (i === 0 ? label(name) : " ".repeat(LABEL + 2)) + line);
}

function label(name: string): string {
  return `  ${name.padEnd(LABEL)}`;
}
