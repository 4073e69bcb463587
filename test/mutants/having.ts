import { SLOTS, type WSPPROC_TABLE } from "@ws2kit/spi";
import type { Change } from "./mutant.js";

/** Slots that are replaced, made with all the original ones at hand. */
export function having(make: (original: WSPPROC_TABLE) => Partial<WSPPROC_TABLE>): () => Change {
  return () => {
    const original: Record<string, unknown> = {};
    const own = make(original as unknown as WSPPROC_TABLE) as Record<string, unknown>;
    const noting = (name: string) => (slot: unknown) => {
      original[name] = slot;
      return own[name] ?? slot;
    };
    return { slots: Object.fromEntries(SLOTS.map((name) => [name, noting(name)])) };
  };
}
