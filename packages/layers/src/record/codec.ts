import type { Data, Datum } from "./line.js";
import type { Call } from "./parameter.js";
import type { SlotForm } from "./slots.js";

/** The values that the caller passed, without empty ones. */
export function readCall({ parameters }: SlotForm, call: Call): Data {
  const data: Record<string, Datum> = {};
  for (const name in parameters) {
    const { at, read } = parameters[name];
    const datum = read === undefined ? null : tryTo(() => read(call.args[at], call));
    if (datum !== null) data[name] = datum;
  }
  return data;
}

/** The values that a call has written to its pointers, without unchanged ones. */
export function readWritten({ parameters }: SlotForm, call: Call): Data {
  const data: Record<string, Datum> = {};
  for (const name in parameters) {
    const { at, written } = parameters[name];
    const datum = written === undefined ? null : tryTo(() => written(call.args[at], call));
    if (datum !== null && datum !== "") data[name] = datum;
  }
  return data;
}

/** Writes the recorded values to a call's pointers. */
export function writeAgain({ parameters }: SlotForm, data: Data, call: Call): void {
  for (const [name, datum] of Object.entries(data)) {
    const { at, write } = parameters[name] ?? {};
    if (at !== undefined && write !== undefined) tryTo(() => write(call.args[at], datum, call));
  }
}

/** Copies the WSABUFs in the arguments: the caller may change them before an overlapped operation ends. */
export function kept(args: readonly unknown[]): unknown[] {
  return args.map((arg) => (Array.isArray(arg) ? arg.map((buffer) => ({ ...buffer })) : arg));
}

/** Runs `fn`; returns null if it throws, as a caller's values may be unreadable. */
function tryTo<T>(fn: () => T): T | null {
  try {
    return fn();
  } catch {
    return null;
  }
}
