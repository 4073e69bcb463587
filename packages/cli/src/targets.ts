import { listTargets } from "@ws2kit/build/target";
import type { Machine, Profile } from "@ws2kit/core";
import type { Platform } from "@ws2kit/spi";
import { unknownName } from "./usage-error.js";

/** What a target's package offers to the desk. */
export interface TargetModule {
  readonly profile: Profile;
  openMachine(options: { platform: Platform }): Machine;
  readonly [constant: string]: unknown;
}

/** The targets that a name stands for: one, or every one for "all". Throws a UsageError with the nearest name. */
export function targetsNamed(name: string): readonly string[] {
  const known = listTargets(import.meta.dirname);
  if (name === "all") return known;
  if (!known.includes(name)) throw unknownName("target", name, [...known, "all"]);
  return [name];
}

export async function loadTarget(name: string): Promise<TargetModule> {
  return import(`@ws2kit/target-${name}`);
}
