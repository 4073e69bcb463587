/**
 * Whether an error says that the engine is out of memory. What a provider throws is contained; this is not: it is
 * the host's to handle. QuickJS throws an InternalError, or `null` when it cannot even make one.
 */
export function isOutOfMemory(error: unknown): boolean {
  return error === null || (error instanceof Error && error.message === "out of memory");
}
