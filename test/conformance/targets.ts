import type { OpenMachine } from "@ws2kit/conformance";
import { ALL_SYSTEMS, SYSTEMS } from "../fixture/systems.js";

export type TargetName = string;

/** `openMachine` of every installed target. */
export const TARGETS: Readonly<Record<TargetName, OpenMachine>> = Object.fromEntries(
  ALL_SYSTEMS.map(({ name, openMachine }) => [name, openMachine]),
);

/** The targets of the test matrix. */
export const TARGET_NAMES: readonly TargetName[] = SYSTEMS.map(({ name }) => name);
