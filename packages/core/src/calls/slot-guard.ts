import {
  type Exceptions,
  failureOf,
  type LPINT,
  type SlotName,
  setErrno,
  WSAEFAULT,
  WSAEINVAL,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";

type Slot = (...args: unknown[]) => unknown;

/**
 * Wraps slots so that they report WSAEFAULT if a caller's structure cannot be read or written. C would fault there;
 * JavaScript throws. An exception of another origin is rethrown.
 *
 * Parameters are written out for the longest slot. Measured: as rest arguments they cost each call ten times as much in
 * QuickJS, and 1.7 times as much in V8.
 */
export function guardFaults(slots: Partial<WSPPROC_TABLE>, exceptions: Exceptions): Partial<WSPPROC_TABLE> {
  const guarded: Record<string, Slot> = {};
  for (const name of Object.keys(slots) as SlotName[]) guarded[name] = guard(slots[name] as Slot, name, exceptions);
  return guarded as Partial<WSPPROC_TABLE>;
}

function guard(slot: Slot, name: SlotName, exceptions: Exceptions): Slot {
  const failure = failureOf(name);
  // WSPSocket does not report WSAEFAULT: an info that cannot be read counts as an info with invalid contents
  const code = name === "WSPSocket" ? WSAEINVAL : WSAEFAULT;
  const refuse = (error: unknown, lpErrno: unknown) => {
    if (exceptions.goesOn(error)) throw error;
    setErrno(lpErrno as LPINT, code);
    return failure;
  };
  // a slot with rest arguments: it forwards as many as it receives
  if (slot.length <= 1) {
    return (...args) => {
      try {
        return slot(...args);
      } catch (error) {
        return refuse(error, args[args.length - 1]);
      }
    };
  }
  const last = slot.length - 1;
  return (a, b, c, d, e, f, g, h, i, j, k) => {
    try {
      return slot(a, b, c, d, e, f, g, h, i, j, k);
    } catch (error) {
      return refuse(error, [a, b, c, d, e, f, g, h, i, j, k][last]);
    }
  };
}

/**
 * Wraps an extension function, such as AcceptEx, as `guardFaults` wraps slots: it returns `failure` with WSAEFAULT if
 * the caller's structure cannot be read or written. Its last argument is `lpErrno`.
 */
export function guardExtension<Args extends unknown[], Result>(
  run: (...args: Args) => Result,
  failure: Result,
  exceptions: Exceptions,
): (...args: Args) => Result {
  return (...args) => {
    try {
      return run(...args);
    } catch (error) {
      if (exceptions.goesOn(error)) throw error;
      setErrno(args[args.length - 1] as LPINT, WSAEFAULT);
      return failure;
    }
  };
}
