import type { Machine } from "../machine.js";

/**
 * Whether an error says that the engine is out of memory. What a provider throws is contained; this is not: it is
 * the host's to handle. QuickJS throws an InternalError, or `null` when it cannot even make one.
 */
export function isOutOfMemory(error: unknown): boolean {
  return error === null || (error instanceof Error && error.message === "out of memory");
}

/** What a provider threw or answered, in words; it may be anything, and need not have any. */
export function textOf(value: unknown): string {
  try {
    return String(value);
  } catch {
    return typeof value;
  }
}

/** Whose an exception is: the DLL and what of it was running; `null` for the application, in a routine of its own. */
export type Culprit = readonly [path: string | null, what: string];

/**
 * Records what has come out of a provider's DLL, unless somebody nearer has said where it is from. Running out of memory, and
 * what the application threw in a routine of its own, is thrown on.
 */
export function contain(machine: Machine, error: unknown, path: string, what: string): void {
  const culprit = machine.culprits.get(error) ?? [path, what];
  if (isOutOfMemory(error) || culprit[0] === null) throw error;
  machine.culprits.clear();
  machine.record("provider-threw", ...culprit, textOf(error));
}
