import type { Ref, SOCKET } from "@ws2kit/spi";
import type { Change, Kind, Mutant } from "./mutant.js";

/** The fault, the check that must fail, and the change; a function makes the change for each process. */
export type Row = readonly [name: string, killedBy: string, change: Change | (() => Change)];

/** Mutants of one kind of provider on one system. */
export function mutants(kind: Kind, on: Mutant["on"], rows: readonly Row[]): readonly Mutant[] {
  return rows.map(([name, killedBy, change]) => ({
    name,
    killedBy,
    kind,
    on,
    change: typeof change === "function" ? change : () => change,
  }));
}

/** Whether the rule of a check applies to a system. The bundle of the mutants does not contain the rules. */
export function isKnownOn(on: Mutant["on"], killedBy: string): boolean {
  return on === "desktop" || !DESKTOP_ONLY.includes(killedBy);
}

const DESKTOP_ONLY: readonly string[] = [
  "sharing/import/unknown-token",
  "WSADuplicateSocketW/process (0)",
  "WSADuplicateSocketW/wrong-process",
  "WSADuplicateSocketW/own-process",
  "multipoint/plane-missing (both roots)",
  "WSPJoinLeaf/bad-direction",
];

/** Makes a slot or an upcall fail: writes the code to its last argument. */
export function refuse(args: readonly unknown[], code: number): SOCKET {
  (args[args.length - 1] as Ref<number>).value = code;
  return -1 as SOCKET;
}

/** As `refuse`, for one that answers BOOL. */
export function deny(args: readonly unknown[], code: number): false {
  refuse(args, code);
  return false;
}
