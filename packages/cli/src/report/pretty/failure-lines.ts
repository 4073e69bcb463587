import { colours } from "../../terminal/colours.js";
import { repeatCommand } from "../repeat-command.js";
import type { Report } from "../report.js";
import type { Trouble } from "../troubles.js";
import { expectedText, gotText, leaksText, sourceText, traceText } from "../words.js";
import { wrapped } from "./wrapped.js";

const LABEL = 9;

/** A failure in three lines, the calls before it, and the command that repeats it. */
export function failureLines(report: Report, { result, runs }: Trouble): string[] {
  const rule = report.rules[result.rule];
  const mark = result.outcome === "fail" ? colours.red("✖") : colours.yellow("▲");
  const places = runs.map(
    ({ provider, target, engine }) => `${severalProviders(report) ? `${provider.name} ` : ""}${target} ${engine}`,
  );
  const why = rule === undefined ? "" : `${rule.text} ${colours.dim(`[${sourceText(rule.source)}]`)}`;
  const number = rule === undefined ? "" : colours.dim(`  ${rule.number}`);
  const kept = leaksText(result);
  return [
    ...wrapped(
      "",
      `${mark} ${colours.bold(result.id)}${number}  ${colours.dim(`${result.outcome} on`)} ${places.join(", ")}`,
    ),
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

function calls(lines: readonly string[]): string[] {
  return lines.flatMap((line, i) => labelled(i === 0 ? "calls" : "", line)).map((line) => colours.dim(line));
}

function labelled(name: string, text: string): string[] {
  return wrapped(`  ${name.padEnd(LABEL)}`, text);
}
