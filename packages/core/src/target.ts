import type { Platform } from "@ws2kit/spi";
import type { Functions } from "./functions.js";
import { Machine, type MachineParts, type PublicMachine } from "./machine.js";
import type { Process } from "./process.js";
import type { Architecture, Device, Limits, Profile } from "./profile.js";

/** Makes an exported function, or the functions of another DLL, for one process. */
export type Maker = (process: Process) => unknown;

/** The functions that a DLL exports, by name. */
export type Makers = Readonly<Record<string, Maker>>;

/**
 * The functions of a table, bound to one process. Those of Winsock are listed as members of `Functions`, because a
 * member made of another one has its docstring.
 */
export type Bound<Table extends Makers> = {
  readonly [Name in keyof Pick<Functions, keyof Functions & keyof Table>]: ReturnType<Table[Name]>;
} & { readonly [Name in Exclude<keyof Table, keyof Functions>]: ReturnType<Table[Name]> };

/** The functions of a DLL: bound to a process when it is called, and as the table that they come from. */
export interface Exports<Table extends Makers> {
  (process: Process): Bound<Table>;
  /** Read by the build, which writes the functions that firmware calls into the firmware, and no others. */
  readonly makers: Table;
}

/** The functions of a target, as a type. */
export type Ws2Of<E extends Exports<Makers>> = ReturnType<E>;

declare const absence: unique symbol;

/**
 * The type of a function that a system lacks and another Winsock has. A call does not compile, and the compiler's
 * message shows `Reason`, such as "Windows CE has no WSAPoll: call select".
 */
export interface Absent<Reason extends string> {
  readonly [absence]: Reason;
}

/** The functions that a target's DLL exports. What is not in `makers` does not compile. */
export function defineExports<Table extends Makers>(makers: Table): Exports<Table> {
  const bind = (process: Process) => {
    const functions: Record<string, unknown> = {};
    for (const name in makers) functions[name] = makers[name](process);
    return functions as ReturnType<Exports<Table>>;
  };
  return Object.assign(bind, { makers });
}

/** The functions of a target that extends another: the parent's, without some and with others. */
export function extendExports<Parent extends Makers, Added extends Makers, Removed extends keyof Parent = never>(
  parent: Exports<Parent>,
  { add, without = [] }: { readonly add: Added; readonly without?: readonly Removed[] },
): Exports<Omit<Parent, Removed | keyof Added> & Added> {
  const makers: Record<string, Maker> = { ...parent.makers, ...add };
  for (const name of without) delete makers[name as string];
  return defineExports(makers as Omit<Parent, Removed | keyof Added> & Added);
}

/** How a profile differs from its parent. */
export interface ProfileChanges {
  /** The target's name. */
  readonly name: string;
  /** The system's name, for people. */
  readonly title: string;
  /** Counts the changes of this profile's data. */
  readonly version: number;
  /** The DLL that exports the API. */
  readonly dll?: string;
  /** Rows that differ from the parent's. */
  readonly architecture?: Partial<Architecture>;
  /** Rows that differ from the parent's. */
  readonly limits?: Partial<Limits>;
  /** Rows that differ from the parent's. */
  readonly device?: Partial<Device>;
}

/** The profile of a system that extends another. Its lineage is its name and the parent's lineage. */
export function extendProfile(parent: Profile, changes: ProfileChanges): Profile {
  const { architecture, limits, device, ...others } = changes;
  return {
    ...parent,
    ...others,
    lineage: [changes.name, ...parent.lineage],
    architecture: { ...parent.architecture, ...architecture },
    limits: { ...parent.limits, ...limits },
    device: { ...parent.device, ...device },
  };
}

/** What a target consists of. */
export interface TargetParts<Functions extends object> extends Omit<MachineParts<Functions>, "platform"> {
  /** Runs once on each new machine, before any program: what the system's boot installs over its providers. */
  readonly boot?: (machine: Machine) => void;
}

/** A target: its profile, and the function that starts a computer of it. */
export interface Target<Functions extends object> {
  /** The system as data. */
  readonly profile: Profile;
  /** Starts a computer of this target on a platform. */
  openMachine(options: { readonly platform: Platform }): PublicMachine<Functions>;
}

/**
 * Makes a target of its parts. A target is a package whose package.json says `"ws2kit": { "target": "<name>" }`; its
 * main module exports `openMachine` and `profile`, its entry `./exports` the `exports`, its entry `./sources` the
 * source of each row of the profile. `docs/targets.md` shows one from start to end. `Functions` is what a program sees;
 * `Absences` is the part of it that exists as a type alone, of members of the type `Absent`.
 */
export function defineTarget<Functions extends object, Absences extends object = object>({
  boot,
  ...parts
}: TargetParts<Omit<Functions, keyof Absences>>): Target<Functions> {
  return {
    profile: parts.profile,
    openMachine({ platform }) {
      const machine = new Machine({ ...parts, platform });
      boot?.(machine as unknown as Machine);
      return machine as unknown as PublicMachine<Functions>;
    },
  };
}
