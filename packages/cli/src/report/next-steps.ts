import type { Result, Survey } from "@ws2kit/conformance";
import type { SlotName } from "@ws2kit/spi";

/** For checks by id, the slots that they need of a provider. */
export type Needs = ReadonlyMap<string, readonly SlotName[]>;

/** What to do about a provider that is not finished, in order. */
export interface NextSteps {
  /** Slots without a function. */
  readonly empty: readonly SlotName[];
  /** How many checks fail though all that they need is there. */
  readonly mend: number;
  readonly implement: readonly Step[];
}

/** What to write next, and how many checks can then run that could not before. */
export interface Step {
  readonly needs: readonly SlotName[];
  readonly unlocks: number;
}

/** What a check needed of the provider that passed it. */
export function needsOf({ slots }: Result): readonly SlotName[] {
  return slots;
}

/**
 * Orders what a provider lacks by what it unlocks: first that after which most of the failing checks have all that they
 * need, and so on. Where no single slot is enough for any check, the fewest that are make a step together.
 */
export function nextSteps(survey: Survey, failing: Needs): NextSteps {
  const { slots } = survey;
  const isMissing = (need: SlotName) => slots[need] !== "answers";
  const waiting = [...failing.values()].map((needs) => needs.filter(isMissing));
  const blocked = waiting.filter((lacking) => lacking.length > 0);
  return {
    empty: (Object.keys(slots) as SlotName[]).filter((slot) => slots[slot] === "empty"),
    mend: waiting.length - blocked.length,
    implement: stepsFor(blocked),
  };
}

function stepsFor(blocked: readonly (readonly SlotName[])[]): Step[] {
  if (blocked.length === 0) return [];
  const fewest = Math.min(...blocked.map((lacking) => lacking.length));
  const candidates = blocked.filter((lacking) => lacking.length === fewest);
  const unlockedBy = (needs: readonly SlotName[]) =>
    blocked.filter((lacking) => lacking.every((need) => needs.includes(need)));
  const best = candidates.reduce((a, b) => (unlockedBy(b).length > unlockedBy(a).length ? b : a));
  const rest = blocked
    .map((lacking) => lacking.filter((need) => !best.includes(need)))
    .filter((lacking) => lacking.length > 0);
  return [{ needs: best, unlocks: unlockedBy(best).length }, ...stepsFor(rest)];
}
