import type { OpenMachine } from "@ws2kit/conformance";
import type { ProviderModule, SlotName, WSPPROC_TABLE } from "@ws2kit/spi";

/** Takes a slot of a provider and gives the one that stands in its place; without one, the slot is left empty. */
export type Defect = (slot: (...args: never[]) => unknown) => ((...args: never[]) => unknown) | undefined;

/** A system whose TCP/IP provider has a defect in one slot. */
export function defective(openMachine: OpenMachine, slot: SlotName, defect: Defect): OpenMachine {
  return (options) => {
    const machine = openMachine(options);
    const path = machine.catalog.pathOf(machine.catalog.entries[0].ProviderId) as string;
    const module = machine.moduleAt(path) as ProviderModule;
    machine.installModule(path, (platform, imports) => {
      const provider = module(platform, imports);
      return {
        ...provider,
        WSPStartup(version, data, info, upcalls, table: Partial<Record<SlotName, unknown>>) {
          const result = provider.WSPStartup(version, data, info, upcalls, table as Partial<WSPPROC_TABLE>);
          table[slot] = defect(table[slot] as (...args: never[]) => unknown);
          return result;
        },
      };
    });
    return machine;
  };
}
