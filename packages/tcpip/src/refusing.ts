import { failing, failureOf, type SlotName, type WSPPROC_TABLE } from "@ws2kit/spi";

/** Makes slots that do nothing but fail with a code. */
export function refusing(codes: Partial<Record<SlotName, number>>): Partial<WSPPROC_TABLE> {
  const slots: Record<string, unknown> = {};
  for (const slot of Object.keys(codes) as SlotName[]) slots[slot] = failing(codes[slot] as number, failureOf(slot));
  return slots as Partial<WSPPROC_TABLE>;
}
