import type { SlotName } from "@ws2kit/spi";
import type { SlotSurvey } from "../engine/conversation.js";

/** For checks by id, the slots that they call. */
export type SlotCalls = ReadonlyMap<string, readonly SlotName[]>;

/** What to do about a provider that is not finished, in order. */
export interface NextSteps {
  /** Slots without a function. */
  readonly empty: readonly SlotName[];
  /** How many checks fail though every slot that they call is there. */
  readonly mend: number;
  readonly implement: readonly Step[];
}

/** Slots to write next, and how many checks can then run that could not before. */
export interface Step {
  readonly slots: readonly SlotName[];
  readonly unlocks: number;
}

/**
 * Orders the slots that a provider lacks by what they unlock: first the one after which most of the failing checks have
 * all that they call, and so on. Where no single slot is enough for any check, the fewest that are make a step together.
 */
export function nextSteps(survey: SlotSurvey, failing: SlotCalls): NextSteps {
  const isMissing = (slot: SlotName) => survey[slot] !== "answers";
  const waiting = [...failing.values()].map((slots) => slots.filter(isMissing));
  const blocked = waiting.filter((lacking) => lacking.length > 0);
  return {
    empty: (Object.keys(survey) as SlotName[]).filter((slot) => survey[slot] === "empty"),
    mend: waiting.length - blocked.length,
    implement: stepsFor(blocked),
  };
}

function stepsFor(blocked: readonly (readonly SlotName[])[]): Step[] {
  if (blocked.length === 0) return [];
  const fewest = Math.min(...blocked.map((lacking) => lacking.length));
  const candidates = blocked.filter((lacking) => lacking.length === fewest);
  const unlockedBy = (slots: readonly SlotName[]) =>
    blocked.filter((lacking) => lacking.every((slot) => slots.includes(slot)));
  const best = candidates.reduce((a, b) => (unlockedBy(b).length > unlockedBy(a).length ? b : a));
  const rest = blocked
    .map((lacking) => lacking.filter((slot) => !best.includes(slot)))
    .filter((lacking) => lacking.length > 0);
  return [{ slots: best, unlocks: unlockedBy(best).length }, ...stepsFor(rest)];
}
