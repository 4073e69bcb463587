import { failureOf, SOCKET_ERROR, setErrno, type WSPPROC_TABLE } from "@ws2kit/spi";
import type { CodeFault } from "./fault-options.js";
import type { Note } from "./injection.js";
import type { Random } from "./random.js";

type Slot = (...args: unknown[]) => unknown;

/** Slots that fail some calls with a chosen code, instead of forwarding them. */
export function failingSlots(
  faults: readonly CodeFault[],
  random: Random,
  note: Note,
  next: WSPPROC_TABLE,
): Partial<WSPPROC_TABLE> {
  const slots: Record<string, Slot> = {};
  for (const { slot, code, chance = 1, after = 0, times = Infinity } of [...faults].reverse()) {
    // several faults of one slot are chained; the first in the list is tried first
    const made = slots[slot] ?? (next[slot] as unknown as Slot);
    let calls = 0;
    let failures = 0;
    slots[slot] = (...args) => {
      if (++calls <= after || failures >= times || !random.chance(chance)) return made(...args);
      failures++;
      note("failed", typeof args[0] === "number" && slot !== "WSPSocket" ? args[0] : SOCKET_ERROR, slot, { code });
      setErrno(args[args.length - 1] as Parameters<typeof setErrno>[0], code);
      return failureOf(slot);
    };
  }
  return slots as unknown as Partial<WSPPROC_TABLE>;
}
