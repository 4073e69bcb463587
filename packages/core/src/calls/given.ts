import type { fd_set } from "@ws2kit/spi";

/** Whether a value is a number: a caller's argument, or a code that a function returned in place of an object. */
export function isNumber(given: unknown): given is number {
  return typeof given === "number";
}

/** Whether a caller passed text. */
export function isString(given: unknown): given is string {
  return typeof given === "string";
}

/** Whether a caller passed an object. Its members are not checked. */
export function isStructure(given: unknown): given is object {
  return typeof given === "object" && given !== null;
}

/** Whether a caller passed an fd_set whose array holds at least `fd_count` sockets. */
export function isFdSet(given: fd_set): boolean {
  return typeof given === "object" && Array.isArray(given.fd_array) && given.fd_count <= given.fd_array.length;
}
