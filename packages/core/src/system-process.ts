import type { Machine } from "./machine.js";
import { Process } from "./process.js";

/** A process of the system itself, which no program sees: what installs providers at boot. */
export function systemProcess(machine: Machine): Process {
  return new Process(machine, 0, {});
}
