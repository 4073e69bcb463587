import type { OpenMachine } from "@ws2kit/conformance";
import { openMachine as ce } from "@ws2kit/target-ce";
import { openMachine as desktop } from "@ws2kit/target-desktop";
import { openMachine as mobile5 } from "@ws2kit/target-mobile5";

/** The systems that the checks run on. */
export const TARGETS: Readonly<Record<TargetName, OpenMachine>> = { desktop, ce, mobile5 };

export type TargetName = "desktop" | "ce" | "mobile5";

export const TARGET_NAMES = Object.keys(TARGETS) as readonly TargetName[];
