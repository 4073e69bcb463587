import type { OpenMachine } from "@ws2kit/conformance";
import { SYSTEMS } from "../fixture/systems.js";

export type TargetName = string;

/** Every installed target: what starts a computer of it. */
export const TARGETS: Readonly<Record<TargetName, OpenMachine>> = Object.fromEntries(
  SYSTEMS.map(({ name, openMachine }) => [name, openMachine]),
);

export const TARGET_NAMES: readonly TargetName[] = Object.keys(TARGETS);
