import type { Profile } from "@ws2kit/core";
import type { Outcome } from "@ws2kit/engine-quickjs";

/** A device's budgets, from its profile. */
export type Budgets = Profile["device"];

/** The budgets that the command line can set. */
export type Limits = Pick<Budgets, "heap" | "stack" | "watchdog">;

/** Where a debugger connects. */
export interface DebuggerAddress {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
}

/** The program to run, and the receiver of its log. */
export interface Program {
  /** The path of the bundle; its source map is in the same folder. */
  readonly file: string;
  /** The bytes of the recordings in it, which are data; 0 by default. */
  readonly replayed?: number;
  readonly budgets: Budgets;
  /** The path of the C host. */
  readonly host: string;
  /** Where to wait for a debugger before the program starts, in Node. */
  readonly inspect?: DebuggerAddress;
  /** The file to which the secrets of TLS sessions are written; none by default. */
  readonly keyLog?: string;
  /** Receives each line that the program logs. */
  readonly log: (line: string) => void;
}

/** A running program. */
export interface Running {
  /** Resolves when the program ends, in any way; rejects if it could not start. */
  readonly ended: Promise<Ended>;
  /** Ends the program, even while it blocks. */
  stop(): void;
}

export interface Ended {
  readonly outcome: Outcome;
  /** Why it ended, to print; "" if there is no reason to print, or the engine printed it. */
  readonly message: string;
  /** Measured figures, each as a short text. */
  readonly figures: readonly string[];
}

/** An engine that runs a program. */
export interface Engine {
  readonly title: string;
  /** What is built for it: firmware that contains its platform, or a module to which the host passes a platform. */
  readonly form: "firmware" | "module";
  /** Whether its stacks have lines without columns, so that the firmware's lines must be those of the sources. */
  readonly hasLinesOnly?: true;
  /** The least and the most of each budget that it enforces; absent if it enforces none. */
  readonly budgets?: Readonly<Record<keyof Limits, readonly [least: number, most: number]>>;
  start(program: Program): Promise<Running>;
}

/** Formats bytes as KiB. */
export function kib(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} KiB`;
}
