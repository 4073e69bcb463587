/** A pointer to a scalar: the callee reads and writes `value`. */
export interface Ref<T> {
  value: T;
}

/** Makes the variable that an out parameter writes: `const n = ref(0)`. */
export function ref<T>(value: T): Ref<T> {
  return { value };
}

/** Whether `pointer` is a Ref, whatever a caller passed in its place; a proxy that throws is none. */
export function isRef(pointer: unknown): pointer is Ref<unknown> {
  try {
    return typeof pointer === "object" && pointer !== null && "value" in pointer;
  } catch {
    return false;
  }
}

/** Writes an error code through `lpErrno`; a caller whose pointer is none, or cannot be written through, gets none. */
export function setErrno(lpErrno: Ref<number> | null | undefined, code: number): void {
  try {
    (lpErrno as Ref<number>).value = code;
  } catch {
    // the call's own answer says that it failed
  }
}
