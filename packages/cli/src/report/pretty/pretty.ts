import { colours } from "../../terminal/colours.js";
import { isTrouble, type Report } from "../report.js";
import { type Difference, engineDifferences, type Trouble, troublesOf } from "../troubles.js";
import { functionOf, leaksText, OUTCOME_WORDS, plural } from "../words.js";
import { failureLines } from "./failure-lines.js";
import { gridTable } from "./grid.js";
import { nextLines } from "./next-lines.js";

/** How many failures are shown in full; only the names of the others are shown. */
const IN_FULL = 8;
/** The same for an unfinished provider, whose next steps say more. */
const IN_FULL_UNFINISHED = 2;
/** The most names in a list. */
const NAMED = 30;

/** Formats a report for a terminal: failures, the table of runs, and what to do next. */
export function prettyReport(report: Report): string {
  const troubles = troublesOf(report.runs);
  const next = nextLines(report);
  const inFull = next.length > 0 ? IN_FULL_UNFINISHED : IN_FULL;
  return [
    ...troubles.slice(0, inFull).flatMap((trouble) => [...failureLines(report, trouble), ""]),
    ...otherTroubles(troubles.slice(inFull), next.length > 0),
    ...differenceLines(engineDifferences(report.runs)),
    ...leakLines(report),
    gridTable(report.runs),
    ...next,
    "",
    verdict(report),
  ].join("\n");
}

function otherTroubles(others: readonly Trouble[], isUnfinished: boolean): string[] {
  if (others.length === 0) return [];
  if (isUnfinished)
    return [`${plural(others.length, "other trouble")}; --format html shows all, --only shows one.`, ""];
  const named = byFunction(others.slice(0, NAMED)).flatMap(([name, those]) => [
    `  ${name}`,
    ...those.map(({ result }) => `    ${result.outcome === "fail" ? "✖" : "▲"} ${result.id}`),
  ]);
  const more =
    others.length > NAMED ? [colours.dim(`  … and ${others.length - NAMED} more; --format html shows all`)] : [];
  return [`${plural(others.length, "other trouble")}, each in full with --only:`, ...named, ...more, ""];
}

/** Groups failures by function, the largest group first. */
function byFunction(troubles: readonly Trouble[]): (readonly [name: string, Trouble[]])[] {
  const groups = new Map<string, Trouble[]>();
  for (const trouble of troubles) {
    const name = functionOf(trouble.result.id);
    groups.set(name, [...(groups.get(name) ?? []), trouble]);
  }
  return [...groups].sort(([, a], [, b]) => b.length - a.length);
}

/** Rules that hold in one engine and not in another; they are listed apart from failures. */
function differenceLines(differences: readonly Difference[]): string[] {
  if (differences.length === 0) return [];
  const lines = differences.slice(0, NAMED).map(({ id, target, outcomes }) => {
    const each = Object.entries(outcomes).map(([engine, outcome]) => `${OUTCOME_WORDS[outcome]} in ${engine}`);
    return `  ${id} on ${target}: ${each.join(", ")}`;
  });
  return [colours.bold("Engines differ:"), ...lines, ""];
}

function leakLines({ runs }: Report): string[] {
  const leaking = runs.flatMap(({ target, engine, results }) =>
    results
      .filter((result) => leaksText(result) !== "")
      .map((result) => `  ${result.id} on ${target} in ${engine}: ${leaksText(result)}`),
  );
  if (leaking.length === 0) return [];
  const more = leaking.length > NAMED ? [colours.dim(`  … and ${leaking.length - NAMED} more`)] : [];
  return [colours.bold("Not released after the WSACleanup of every process:"), ...leaking.slice(0, NAMED), ...more, ""];
}

function verdict({ runs }: Report): string {
  const results = runs.flatMap((run) => run.results);
  const troubles = results.filter(isTrouble).length;
  const notRun = runs.reduce((sum, run) => sum + run.notRun, 0);
  if (troubles === 0 && notRun > 0) return `${colours.red("✖")} ${plural(notRun, "check")} could not be run.`;
  if (troubles === 0) {
    const passed = results.filter(({ outcome }) => outcome === "pass").length;
    const others = passed < results.length ? ", and the others do not apply" : "";
    return `${colours.green("✔")} Every rule holds: ${passed} of ${plural(results.length, "check")} pass${others}.`;
  }
  const rest = notRun === 0 ? "" : `; ${notRun} could not be run`;
  return `${colours.red("✖")} ${troubles} of ${plural(results.length, "check")} ${troubles === 1 ? "does" : "do"} not hold${rest}.`;
}
