import { SLOTS, type WSPPROC_TABLE } from "@ws2kit/spi";
import type { Change } from "./mutant.js";

/** Replaced slots, which are made from the table of all original slots. */
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
