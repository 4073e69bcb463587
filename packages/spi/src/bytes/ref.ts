/** A pointer to a scalar: the callee reads and writes `value`. */
export interface Ref<T> {
  /** The scalar. */
  value: T;
}

/** Makes a variable for an out parameter: `const n = ref(0)`. */
export function ref<T>(value: T): Ref<T> {
  return { value };
}

/** Returns whether a caller's value is a Ref; `false` for a proxy that throws. */
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
 * @param code the error code, which it writes to `lpErrno`, its last parameter
 * @param failure the value that it returns
 */
export function failing<T>(code: number, failure: T): (...args: unknown[]) => T {
  return (...args) => {
    setErrno(args[args.length - 1] as Ref<number>, code);
    return failure;
  };
}

/** Writes an error code to `lpErrno`, if that is a pointer that can be written. */
export function setErrno(lpErrno: Ref<number> | null | undefined, code: number): void {
  try {
    (lpErrno as Ref<number>).value = code;
  } catch {
    // the result of the call shows the failure
  }
}
