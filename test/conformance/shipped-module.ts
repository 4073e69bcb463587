import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import type { ProviderModule } from "@ws2kit/spi";
import { TARGETS, type TargetName } from "./targets.js";

/** The module of a target's shipped base provider. */
export function shippedModule(target: TargetName): ProviderModule {
  const machine = TARGETS[target]({ platform: memoryPlatform({ network: memoryNetwork() }) });
  const base = machine.catalog.entries.find((entry) => entry.ProtocolChain.ChainLen === 1);
  return machine.moduleAt(machine.catalog.pathOf(base?.ProviderId ?? "") ?? "") as ProviderModule;
}
