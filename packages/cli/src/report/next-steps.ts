import type { Result, Survey } from "@ws2kit/conformance";
import type { SlotName } from "@ws2kit/spi";

/** The slots that each check needs, by the check's id. */
export type Needs = ReadonlyMap<string, readonly SlotName[]>;

/** What to do next for an unfinished provider, in order. */
export interface NextSteps {
  /** Slots without a function. */
  readonly empty: readonly SlotName[];
  /** The number of checks that fail although the slots that they need are written. */
  readonly mend: number;
  readonly implement: readonly Step[];
  /** The data of these steps, from which `merge` makes those of the whole run. */
  readonly from: {
    readonly slots: Survey["slots"];
    /** The slots that each failing check needs. */
    readonly failing: Readonly<Record<string, readonly SlotName[]>>;
  };
}

/** The slots to write next, and the number of checks that they unlock. */
export interface Step {
  readonly needs: readonly SlotName[];
  readonly unlocks: number;
}

/** The slots that a check called when it passed. */
export function needsOf({ slots }: Result): readonly SlotName[] {
  return slots;
}

/**
 * Orders the missing slots by the number of failing checks that they unlock. If no single slot unlocks a check, the
 * smallest set of slots that does is one step.
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
    from: { slots, failing: Object.fromEntries(failing) },
  };
}

/** Joins the next steps of two parts of one run. `place` is the position of a check in the suite. */
export function joinedSteps(a: NextSteps | null, b: NextSteps | null, place: (id: string) => number): NextSteps | null {
  if (a === null || b === null) return a ?? b;
  const failing = Object.entries({ ...a.from.failing, ...b.from.failing });
  return nextSteps({ slots: a.from.slots }, new Map(failing.sort(([one], [other]) => place(one) - place(other))));
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
