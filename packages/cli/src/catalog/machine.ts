import type { Machine } from "@ws2kit/core";
import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import type { TargetModule } from "../files/targets.js";

/** Opens a machine of a target with only the providers that the target installs. */
export function machineOf({ openMachine }: TargetModule): Machine {
  return openMachine({ platform: memoryPlatform({ network: memoryNetwork() }) });
}
