import { isOutOfMemory } from "./containment.js";

/**
 * What `run` answers, or `fault` where a structure that a caller passed cannot be read or written: C would fault there,
 * and here the language throws.
 */
export function unlessFault<T>(run: () => T, fault: T): T {
  try {
    return run();
  } catch (error) {
    if (isOutOfMemory(error)) throw error;
    return fault;
  }
}
