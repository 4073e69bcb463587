import { isOutOfMemory } from "./containment.js";

/**
 * Returns what `run` returns, or `fault` if a structure that a caller passed cannot be read or written. C would fault
 * there; JavaScript throws.
 */
export function unlessFault<T>(run: () => T, fault: T): T {
  try {
    return run();
  } catch (error) {
    if (isOutOfMemory(error)) throw error;
    return fault;
  }
}
