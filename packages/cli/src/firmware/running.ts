import type { Profile } from "@ws2kit/core";
import type { Outcome } from "@ws2kit/engine-quickjs";

/** A device's budgets, as its profile has them. */
export type Budgets = Profile["device"];

/** What to run, and where its lines go. */
export interface Program {
  /** The bundle; its source map stands beside it. */
  readonly file: string;
  readonly budgets: Budgets;
  /** The C host's program. */
  readonly host: string;
  /** Takes what the program logs. */
  readonly log: (line: string) => void;
}

/** A program that runs. */
export interface Running {
  /** Resolves however it ends; rejects if it could not even begin. */
  readonly ended: Promise<Ended>;
  /** Ends it, blocked or not. */
  stop(): void;
}

export interface Ended {
  readonly outcome: Outcome;
  /** Why, for a person; "" where nothing is to be said, or the engine has said it. */
  readonly message: string;
  /** What was measured, a few words each. */
  readonly figures: readonly string[];
}

/** An engine that runs a program. */
export interface Engine {
  readonly title: string;
  /** What is built for it: firmware that runs by itself, or a module whose host has a platform. */
  readonly form: "firmware" | "module";
  /** Whether it holds a program to budgets. */
  readonly hasBudgets: boolean;
  start(program: Program): Promise<Running>;
}

/** Bytes as a device's data sheet has them. */
export function kib(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} KiB`;
}
