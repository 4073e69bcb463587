import type { Data, Datum } from "./line.js";
import type { Call } from "./parameter.js";
import type { SlotForm } from "./slots.js";

/** What a call was given, without what says nothing. */
export function readCall({ parameters }: SlotForm, call: Call): Data {
  const data: Record<string, Datum> = {};
  for (const [name, { at, read }] of Object.entries(parameters)) {
    const datum = read === undefined ? null : tryTo(() => read(call.args[at], call));
    if (datum !== null) data[name] = datum;
  }
  return data;
}

/** What a call has written through its pointers, without what it has left alone. */
export function readWritten({ parameters }: SlotForm, call: Call): Data {
  const data: Record<string, Datum> = {};
  for (const [name, { at, written }] of Object.entries(parameters)) {
    const datum = written === undefined ? null : tryTo(() => written(call.args[at], call));
    if (datum !== null && datum !== "") data[name] = datum;
  }
  return data;
}

/** Writes again what a call has written. */
export function writeAgain({ parameters }: SlotForm, data: Data, call: Call): void {
  for (const [name, datum] of Object.entries(data)) {
    const { at, write } = parameters[name] ?? {};
    if (at !== undefined && write !== undefined) tryTo(() => write(call.args[at], datum, call));
  }
}

/** Arguments with the provider's own copies of WSABUFs: the caller's may change before an overlapped operation ends. */
export function kept(args: readonly unknown[]): unknown[] {
  return args.map((arg) => (Array.isArray(arg) ? arg.map((buffer) => ({ ...buffer })) : arg));
}

/** What callers hand over may be anything: what cannot be read says nothing. */
function tryTo<T>(fn: () => T): T | null {
  try {
    return fn();
  } catch {
    return null;
  }
}
