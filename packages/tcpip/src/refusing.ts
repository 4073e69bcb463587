import { failing, failureOf, type SlotName, type WSPPROC_TABLE } from "@ws2kit/spi";

/** Fills slots that this provider answers with a code and nothing else. */
export function refusing(codes: Partial<Record<SlotName, number>>): Partial<WSPPROC_TABLE> {
  const slots: Record<string, unknown> = {};
  for (const slot of Object.keys(codes) as SlotName[]) slots[slot] = failing(codes[slot] as number, failureOf(slot));
  return slots as Partial<WSPPROC_TABLE>;
}
