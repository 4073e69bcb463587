import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import { TARGETS } from "../conformance/targets.js";
import { MUTANTS } from "./all.js";
import { type Fault, systematicFaults } from "./systematic.js";

/** What a process has beside the functions of its DLLs. */
const CONTROL = ["openThread", "runOn", "terminate", "explainSocket", "onSignal", "after"];

/** The functions of a target's process, including those of the desktop's other DLLs. */
function exportedBy(target: "desktop" | "ce"): string[] {
  const process = TARGETS[target]({ platform: memoryPlatform({ network: memoryNetwork() }) }).openProcess();
  const { kernel32 = {}, mswsock = {}, user32 = {}, ...own } = process as unknown as Readonly<Record<string, object>>;
  const members = [own, kernel32, mswsock, user32].flatMap((part) => Object.entries(part));
  return members
    .filter(([name, value]) => typeof value === "function" && !CONTROL.includes(name))
    .map(([name]) => name);
}

/** The mutants, followed by the systematic faults of every function. */
export const EVERYTHING: readonly Fault[] = [
  ...MUTANTS,
  ...systematicFaults({ desktop: exportedBy("desktop"), ce: exportedBy("ce") }),
];
