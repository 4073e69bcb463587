import type { Machine } from "@ws2kit/core";
import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import type { TargetModule } from "../files/targets.js";

/** A machine of a target, as it comes out of its box. */
export function machineOf({ openMachine }: TargetModule): Machine {
  return openMachine({ platform: memoryPlatform({ network: memoryNetwork() }) });
}
