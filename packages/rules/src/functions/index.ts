import { CODES, type CodeName } from "../codes.js";
import type { ProfileName } from "../rule.js";
import { CONFIGURATION_ROWS } from "./configuration.js";
import type { FunctionRow } from "./row.js";
import { SLOT_ROWS, WSPSTARTUP_ROW } from "./slots.js";
import { EXTENSION_ROWS, SOCKET_ROWS } from "./socket-calls.js";
import { SYSTEM_ROWS } from "./system-calls.js";
import { UPCALL_ROWS } from "./upcalls.js";

export type { FunctionRow };

/** A row for each function of ws2, of a provider and of mswsock. */
export const FUNCTIONS: readonly FunctionRow[] = [
  ...SYSTEM_ROWS,
  ...SOCKET_ROWS,
  ...CONFIGURATION_ROWS,
  ...EXTENSION_ROWS,
  WSPSTARTUP_ROW,
  ...SLOT_ROWS,
  ...UPCALL_ROWS,
];

/**
 * The numbers that `name` may answer on `profile`, ascending; `null` where the profile has no such function.
 *
 * To what a row lists come two codes: WSANOTINITIALISED for what applications call, and WSASYSCALLFAILURE, which
 * stands for a provider that misbehaves, for whatever can fail at all.
 */
export function codesOf(name: string, profile: ProfileName): readonly number[] | null {
  const row = FUNCTIONS.find((each) => each.name === name);
  if (row === undefined) return null;
  const codes = profile === "desktop" || row.ce === undefined ? row.codes : row.ce;
  if (codes === null) return null;
  const names = codes === "" ? [] : [...codes.split(" "), "WSASYSCALLFAILURE"];
  if ((row.kind === "api" || row.kind === "extension") && row.unstarted !== true) names.push("WSANOTINITIALISED");
  const numbers = new Set(names.map((each) => CODES[each as CodeName].value));
  return [...numbers].sort((a, b) => a - b);
}
