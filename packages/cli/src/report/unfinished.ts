import type { Report, Run } from "./report.js";
import { plural } from "./words.js";

/** For each unfinished provider, the run with most checks waiting for slots. */
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

/** What to do next, in order, a sentence for each step. */
export function nextStepTexts({ next }: Run): readonly string[] {
  if (next === null) return [];
  const { empty, mend, implement } = next;
  const steps = implement.map(
    ({ needs, unlocks }) => `implement ${needs.join(", ")}: unlocks ${plural(unlocks, "check")}`,
  );
  if (empty.length > 0)
    return [
      `set all 30 slots to functions, because ws2 refuses a table with fewer; ${FILL}: ${emptyText(empty)}`,
      ...steps,
    ];
  return mend === 0
    ? steps
    : [
        `correct the slots that are written: ${plural(mend, "check")} fail although the slots that they need are written`,
        ...steps,
      ];
}

const FILL = "a slot that is not written yet reports WSAEOPNOTSUPP";

function emptyText(empty: readonly string[]): string {
  return empty.length === 30
    ? "none has a function"
    : `${empty.join(", ")} ${empty.length === 1 ? "has" : "have"} no function`;
}
