import type { Description, Result, Survey } from "@ws2kit/conformance";
import type { PlaceName } from "../report/places.js";

/** The engines that run checks: Node, and QuickJS's release build. */
export type EngineName = "node" | "quickjs";

export const ENGINES: readonly EngineName[] = ["node", "quickjs"];

/** The checks that a process of an engine must run. */
export interface Job {
  readonly engine: EngineName;
  readonly target: string;
  readonly place: PlaceName;
  /** The file of the provider's module; `null` for the provider that the target ships. */
  readonly module: string | null;
  readonly seed: number;
  /** Milliseconds for one check, in an engine that can interrupt a check. */
  readonly limit: number;

  readonly checks: readonly JobCheck[];
}

/** What a process must open, before it receives the checks. */
export type Opening = Omit<Job, "checks">;

/** The messages to a process: what to open, then the checks to run. */
export type Order = { readonly open: Opening } | { readonly run: readonly JobCheck[] };

/** A check to run. The parent process looks up its rule. */
export interface JobCheck {
  readonly id: string;
  readonly rule: string;
  readonly applies: string;
}

/** The messages of the process: `opened`, then a `result` for each check in order, then `ended`. */
export type News =
  | {
      readonly kind: "opened";
      readonly description: Description;
      readonly version: string;
      readonly globals: readonly string[];
    }
  /** The module cannot be checked at all. */
  | { readonly kind: "refused"; readonly why: string }
  /** `globals`: the names of globals that the provider wrote since the last result. */
  | { readonly kind: "result"; readonly result: Result; readonly globals: readonly string[] }
  /** The running check ended the engine. */
  | { readonly kind: "died"; readonly why: string }
  /** ws2kit itself failed. */
  | { readonly kind: "harness"; readonly why: string }
  /** `survey`: the slots of the provider; `null` for a shipped provider. */
  | { readonly kind: "ended"; readonly survey: Survey | null };
