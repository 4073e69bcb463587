import { BuildError } from "@ws2kit/build/build-error";
import { findTarget, importTarget, isPath, listTargets, type Target } from "@ws2kit/build/target";
import type { Machine, Profile } from "@ws2kit/core";
import type { Platform } from "@ws2kit/spi";
import { UsageError, unknownName } from "../terminal/usage-error.js";

/** The exports of a target's package that the command uses. */
export interface TargetModule {
  readonly profile: Profile;
  openMachine(options: { platform: Platform }): Machine;
  readonly [constant: string]: unknown;
}

/** The possible values of `--target`, for `--help`. */
export const TARGET_HELP = `${listed().join(", ")}, or the folder of a target's package`;

/** The targets that a word names: one by name or folder, or all for "all". Throws a UsageError for any other word. */
export function targetsNamed(word: string): readonly string[] {
  const known = listed();
  if (word === "all") return known;
  if (!known.includes(word) && !isPath(word)) throw unknownName("target", word, [...known, "all"]);
  targetNamed(word);
  return [word];
}

/** Loads the package of a target by its name or folder. */
export async function loadTarget(word: string): Promise<TargetModule> {
  return importTarget(targetNamed(word));
}

/** The path of a target's main module. */
export function targetModule(word: string): string {
  return targetNamed(word).module;
}

/** The source of each row of a target's profile. */
export async function targetSources(word: string): Promise<Readonly<Record<string, string>>> {
  const { sources } = await importTarget<{ sources: Readonly<Record<string, string>> }>(targetNamed(word), "sources");
  return sources;
}

/** Finds a target that the project in the current directory can import, or that ships with this command. */
function targetNamed(word: string): Target {
  const directory = listTargets(process.cwd()).includes(word) ? process.cwd() : import.meta.dirname;
  try {
    return findTarget(word, directory);
  } catch (error) {
    throw error instanceof BuildError ? new UsageError(error.message.replace(/^\[ws2kit\] /, "")) : error;
  }
}

function listed(): readonly string[] {
  return [...new Set([...listTargets(process.cwd()), ...listTargets(import.meta.dirname)])].sort();
}
