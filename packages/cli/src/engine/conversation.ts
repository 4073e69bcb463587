import type { Description, Result, Survey } from "@ws2kit/conformance";

/** Where checks run: Node, and QuickJS's release build. */
export type EngineName = "node" | "quickjs";

export const ENGINES: readonly EngineName[] = ["node", "quickjs"];

/** What a process of an engine is to do. */
export interface Job {
  readonly engine: EngineName;
  readonly target: string;
  /** The file of the provider's module; `null` for the provider in the target's box. */
  readonly module: string | null;
  readonly seed: number;
  /** Milliseconds for one check, where the engine itself can end one. */
  readonly limit: number;

  readonly checks: readonly JobCheck[];
}

/** A check to run: its rule is looked up outside of the engine. */
export interface JobCheck {
  readonly id: string;
  readonly rule: string;
  readonly applies: string;
}

/** What it tells, a message at a time: `opened`, then a `result` for each check in order, then `ended`. */
export type News =
  | {
      readonly kind: "opened";
      readonly description: Description;
      readonly version: string;
      readonly globals: readonly string[];
    }
  /** The module cannot be checked at all. */
  | { readonly kind: "refused"; readonly why: string }
  /** `globals` names those that the provider has written meanwhile. */
  | { readonly kind: "result"; readonly result: Result; readonly globals: readonly string[] }
  /** The engine is of no use any more; the check that was under way is to blame. */
  | { readonly kind: "died"; readonly why: string }
  /** ws2kit itself cannot go on. */
  | { readonly kind: "harness"; readonly why: string }
  /** `survey`: what the provider has; `null` for one that is shipped. */
  | { readonly kind: "ended"; readonly survey: Survey | null };
