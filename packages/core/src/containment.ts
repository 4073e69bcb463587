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
