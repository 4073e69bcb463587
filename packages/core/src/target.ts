import type { Platform } from "@ws2kit/spi";
import type { Functions, FunctionsOfDlls } from "./functions.js";
import { Machine, type MachineParts, type PublicMachine } from "./machine.js";
import type { Process } from "./process.js";
import type { Architecture, Device, Limits, Profile } from "./profile.js";

/** Makes an exported function, or the functions of another DLL, for one process. */
export type Maker = (process: Process) => unknown;

/** The functions that a DLL exports, by name. */
export type Makers = Readonly<Record<string, Maker>>;

/**
 * The members of `Types` that `Source` has too, with the docstrings of `Source`, and the other members of `Types`. A
 * mapped type shows the docstring of the member from which it is mapped.
 */
type Documented<Source, Types> = {
  readonly [Name in keyof Pick<Source, keyof Source & keyof Types>]: Types[Name & keyof Types];
} & Readonly<Omit<Types, keyof Source>>;

/** A function stays as it is; the functions of another DLL, such as `kernel32`, receive their docstrings. */
type DocumentedDll<Member> = Member extends (...args: never[]) => unknown
  ? Member
  : Documented<FunctionsOfDlls, Member>;

/** The functions of a table, bound to one process, with the docstrings of `Functions`. */
export type Bound<Table extends Makers> = Documented<
  Functions,
  { readonly [Name in keyof Table]: DocumentedDll<ReturnType<Table[Name]>> }
>;

/** The functions of a DLL. The call binds them to a process; `makers` is the table from which they are made. */
export interface Exports<Table extends Makers> {
  (process: Process): Bound<Table>;
  /** The build reads this table, to write only those functions into firmware that the firmware calls. */
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
  /** Exists as a type only. */
  readonly [absence]: Reason;
}

/** Makes the exports of a target's DLL. Calling a function that is not in `makers` is a compile error. */
export function defineExports<Table extends Makers>(makers: Table): Exports<Table> {
  const bind = (process: Process) => {
    const functions: Record<string, unknown> = {};
    for (const name in makers) functions[name] = makers[name](process);
    return functions as ReturnType<Exports<Table>>;
  };
  return Object.assign(bind, { makers });
}

/** Makes the exports of a target that extends another: those of the parent, without some and with others. */
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
  /**
   * Runs once on each new machine, before any program: installs what the system's boot adds to the shipped providers.
   */
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
