import { colours } from "../../colours.js";
import type { NextSteps } from "../next-steps.js";
import type { Report, Run } from "../report.js";
import { plural } from "../words.js";

/** What to do next, for each provider that is not finished: by the target where the most is left. */
export function nextLines({ runs }: Report): string[] {
  const names = [...new Set(runs.map(({ provider }) => provider.name))];
  return names.flatMap((name) => {
    const unfinished = runs.filter((run) => run.provider.name === name && run.next !== null && hasSteps(run.next));
    const [run] = unfinished.sort((a, b) => left(b) - left(a));
    return run === undefined
      ? []
      : ["", colours.bold(`What to do next, as ${name} does on ${run.target}:`), ...stepLines(run.next as NextSteps)];
  });
}

function hasSteps({ empty, implement }: NextSteps): boolean {
  return empty.length > 0 || implement.length > 0;
}

function left({ next }: Run): number {
  return (next?.implement ?? []).reduce((sum, { unlocks }) => sum + unlocks, 0);
}

function stepLines({ empty, mend, implement }: NextSteps): string[] {
  const steps = implement.map(
    ({ slots, unlocks }) => `implement ${slots.join(", ")}: unlocks ${plural(unlocks, "check")}`,
  );
  if (mend > 0) steps.unshift(`mend what is there: ${plural(mend, "check")} fail though all that they call is written`);
  if (empty.length > 0) {
    steps.unshift(
      `fill all 30 slots, as ws2 takes no less: ${plural(empty.length, "slot")} have no function; WSAEOPNOTSUPP is answer enough for now`,
    );
  }
  return steps.map((step, i) => `${String(i + 1).padStart(3)}. ${step}`);
}
