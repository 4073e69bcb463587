import type { fd_set } from "@ws2kit/spi";

/** Whether a caller, or a function that may answer a code instead, gave a number. */
export function isNumber(given: unknown): given is number {
  return typeof given === "number";
}

/** Whether a caller gave text. */
export function isString(given: unknown): given is string {
  return typeof given === "string";
}

/** Whether a caller passed an object. Its members are not checked. */
export function isStructure(given: unknown): given is object {
  return typeof given === "object" && given !== null;
}

/** Whether a caller gave a set of sockets, as many of them as it says. */
export function isFdSet(given: fd_set): boolean {
  return typeof given === "object" && Array.isArray(given.fd_array) && given.fd_count <= given.fd_array.length;
}
