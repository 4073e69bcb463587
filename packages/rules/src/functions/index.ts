import { CODES, WIN32_CODES } from "../codes.js";
import type { Lineage, SystemName } from "../rule.js";
import { CONFIGURATION_ROWS } from "./configuration.js";
import { KERNEL_ROWS, USER_ROWS } from "./kernel-calls.js";
import type { FunctionRow } from "./row.js";
import { SLOT_ROWS, WSPSTARTUP_ROW } from "./slots.js";
import { EXTENSION_ROWS, SOCKET_ROWS } from "./socket-calls.js";
import { SYSTEM_ROWS } from "./system-calls.js";
import { UPCALL_ROWS } from "./upcalls.js";

export type { FunctionRow };

/** A row for each function of ws2, of a provider, of mswsock, and of kernel32 and user32 as far as they are here. */
export const FUNCTIONS: readonly FunctionRow[] = [
  ...SYSTEM_ROWS,
  ...SOCKET_ROWS,
  ...CONFIGURATION_ROWS,
  ...EXTENSION_ROWS,
  WSPSTARTUP_ROW,
  ...SLOT_ROWS,
  ...UPCALL_ROWS,
  ...KERNEL_ROWS,
  ...USER_ROWS,
];

/** The numbers of all codes by name. */
const NUMBERS: Readonly<Record<string, { readonly value: number }>> = { ...CODES, ...WIN32_CODES };

/**
 * The numbers that `name` may answer on a target with this lineage, ascending; `null` where the target has no such
 * function.
 *
 * To what a row lists come two codes: WSANOTINITIALISED for what applications call, and WSASYSCALLFAILURE, which
 * stands for a provider that misbehaves, for each function of Winsock that can fail at all.
 */
export function codesOf(name: string, lineage: Lineage): readonly number[] | null {
  const row = FUNCTIONS.find((each) => each.name === name);
  if (row === undefined) return null;
  const { on = {} } = row;
  const nearest = lineage.find((name) => name in on) as SystemName | undefined;
  const codes = nearest === undefined ? row.codes : on[nearest];
  if (codes === null || codes === undefined) return null;
  const names = codes === "" ? [] : codes.split(" ");
  if (names.length > 0 && row.kind !== "system") names.push("WSASYSCALLFAILURE");
  if ((row.kind === "api" || row.kind === "extension") && row.unstarted !== true) names.push("WSANOTINITIALISED");
  const numbers = new Set(names.map((each) => NUMBERS[each].value));
  return [...numbers].sort((a, b) => a - b);
}
