import { eventsText } from "@ws2kit/spi/constant-names";

/** One side of a comparison: an error code, or any other value as text. */
export type Finding = { readonly code: number } | { readonly text: string };

/** Thrown by a check if its rule does not hold. */
export class Mismatch extends Error {
  constructor(
    readonly what: string,
    readonly expected: Finding,
    readonly got: Finding,
  ) {
    super(what);
  }
}

/** Thrown by a check that could not set up its subject. */
export class NotArranged extends Error {}

/** Thrown by a check whose rule does not apply to the subject. */
export class NotApplicable extends Error {}

/** Whether QuickJS threw `error` because its heap is full. Node ends its process in that case. */
export function isHeapFull(error: unknown): boolean {
  return error instanceof Error && error.name === "InternalError" && error.message === "out of memory";
}

/** Asserts that two values are equal; `what` names the value. */
export function equal(got: unknown, expected: unknown, what: string): void {
  if (!Object.is(got, expected)) throw new Mismatch(what, { text: show(expected) }, { text: show(got) });
}

/** Asserts that a value is true. */
export function holds(got: boolean, what: string): void {
  equal(got, true, what);
}

/** Asserts that two sequences of bytes or numbers are equal. */
export function sameList(got: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  const same = got.length === expected.length && Array.from(got).every((value, i) => value === expected[i]);
  if (!same) throw new Mismatch(what, { text: show(expected) }, { text: show(got) });
}

/** Asserts that exactly these network events are set; both are shown by name. */
export function sameEvents(got: number, expected: number, what: string): void {
  if (got !== expected) throw new Mismatch(what, { text: eventsText(expected) }, { text: eventsText(got) });
}

/** Asserts a duration in milliseconds; it may be shorter by `early` and longer by `late`. */
export function sameDuration(
  got: number,
  ms: number,
  { early, late }: { readonly early: number; readonly late: number },
  what: string,
): void {
  if (got >= ms - early && got <= ms + late) return;
  const range = early + late === 0 ? "" : ` (${ms - early} to ${ms + late})`;
  throw new Mismatch(what, { text: `${ms}${range}` }, { text: String(got) });
}

/** Asserts an error code; 0 is success. */
export function sameCode(got: number, expected: number, what: string): void {
  if (got !== expected) throw new Mismatch(what, { code: expected }, { code: got });
}

/** Formats a value. Bytes are hexadecimal; long lists are cut. */
export function show(value: unknown): string {
  if (value instanceof Uint8Array) return `<${listed(value, (byte) => byte.toString(16).padStart(2, "0"), " ")}>`;
  if (Array.isArray(value)) return `[${listed(value, show, ", ")}]`;
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return "a function";
  if (typeof value === "object" && value !== null) return shown(value);
  return String(value);
}

const LISTED = 32;

function listed<T>(values: ArrayLike<T>, text: (value: T) => string, separator: string): string {
  const texts = Array.from({ length: Math.min(values.length, LISTED) }, (_, i) => text(values[i]));
  if (values.length > LISTED) texts.push(`… ${values.length} in all`);
  return texts.join(separator);
}

function shown(value: object): string {
  if ("value" in value) return `→ ${show((value as { value: unknown }).value)}`;
  if ("szProtocol" in value) {
    const info = value as { szProtocol: string; dwCatalogEntryId?: number };
    return `{${info.dwCatalogEntryId ?? 0} ${info.szProtocol}}`;
  }
  if ("fd_array" in value) {
    const set = value as { fd_count: number; fd_array: number[] };
    return `{${set.fd_array.slice(0, set.fd_count).join(", ")}}`;
  }
  return structureText(value);
}

/** Members of a structure that are written out. */
const MEMBERS = 8;

/** A structure with its members by name; what is in them is not opened any further. */
function structureText(value: object): string {
  const members = Object.entries(value).filter(([, member]) => typeof member !== "function");
  const texts = members.slice(0, MEMBERS).map(([name, member]) => `${name}: ${memberText(name, member)}`);
  if (members.length > MEMBERS) texts.push("…");
  return `{${texts.join(", ")}}`;
}

function memberText(name: string, member: unknown): string {
  if (name === "lNetworkEvents") return eventsText(member as number);
  const isOpaque = typeof member === "object" && member !== null && !(member instanceof Uint8Array);
  return isOpaque && !Array.isArray(member) ? "{…}" : show(member);
}
