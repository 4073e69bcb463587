import type { Report, Run } from "./report.js";
import { plural } from "./words.js";

/** Of each provider that is not finished, the run that is furthest from it. */
export function unfinishedRuns({ runs }: Report): readonly Run[] {
  const names = [...new Set(runs.map(({ provider }) => provider.name))];
  return names.flatMap((name) => {
    const unfinished = runs.filter((run) => run.provider.name === name && left(run) > 0);
    return unfinished.sort((a, b) => left(b) - left(a)).slice(0, 1);
  });
}

/** How many checks wait for slots; one more where slots are empty. */
function left({ next }: Run): number {
  if (next === null) return 0;
  return next.implement.reduce((sum, { unlocks }) => sum + unlocks, Math.min(next.empty.length, 1));
}

/** What to do next, in order, a sentence a step. */
export function nextStepTexts({ next }: Run): readonly string[] {
  if (next === null) return [];
  const { empty, mend, implement } = next;
  const steps = implement.map(
    ({ needs, unlocks }) => `implement ${needs.join(", ")}: unlocks ${plural(unlocks, "check")}`,
  );
  if (empty.length > 0)
    return [`give all 30 slots a function, as ws2 takes no less; ${FILL}: ${emptyText(empty)}`, ...steps];
  return mend === 0
    ? steps
    : [`mend what is there: ${plural(mend, "check")} fail though all that they need is there`, ...steps];
}

const FILL = "one that is not written yet answers WSAEOPNOTSUPP";

function emptyText(empty: readonly string[]): string {
  return empty.length === 30 ? "none has one" : `${empty.join(", ")} ${empty.length === 1 ? "has" : "have"} none`;
}
