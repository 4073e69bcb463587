import type { Machine } from "./machine.js";
import { Process } from "./process.js";

/** A process of the system itself, which installs providers at boot. Programs do not see it. */
export function systemProcess(machine: Machine): Process {
  return new Process(machine, 0, {});
}
