/** A pointer to a scalar: the callee reads and writes `value`. */
export interface Ref<T> {
  /** The scalar. */
  value: T;
}

/** Makes the variable that an out parameter is written to: `const n = ref(0)`. */
export function ref<T>(value: T): Ref<T> {
  return { value };
}

/** Whether a caller's value is a Ref; a proxy that throws is not. */
export function isRef(pointer: unknown): pointer is Ref<unknown> {
  try {
    return typeof pointer === "object" && pointer !== null && "value" in pointer;
  } catch {
    return false;
  }
}

/**
 * Makes a slot or an upcall that only fails.
 *
 * @param code the error code, which goes through `lpErrno`, the last parameter
 * @param failure the value that it returns
 */
export function failing<T>(code: number, failure: T): (...args: unknown[]) => T {
  return (...args) => {
    setErrno(args[args.length - 1] as Ref<number>, code);
    return failure;
  };
}

/** Writes an error code through `lpErrno`, if it is a pointer that can be written through. */
export function setErrno(lpErrno: Ref<number> | null | undefined, code: number): void {
  try {
    (lpErrno as Ref<number>).value = code;
  } catch {
    // the call's own answer says that it failed
  }
}
