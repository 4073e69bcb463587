import { NotApplicable, type OpenMachine, SIMULATED } from "@ws2kit/conformance";
import type { Supports } from "@ws2kit/spi";
import { systemCalls } from "./calls.js";
import { systemCatalog } from "./catalog.js";
import { namesOf, systemProcess } from "./process.js";

/** What the checks may expect of the system's own provider, besides what its catalog states. */
const SUPPORTS: Supports = {
  overlapped: true,
  events: true,
  otherHosts: true,
  sharing: true,
};

/**
 * Makes a machine of the checks from the system's own Winsock, with the names that `openTarget` exports. All its
 * processes are this process. A member that only a machine of the core has ends its check as not applicable.
 */
export function systemMachine(openTarget: OpenMachine): OpenMachine {
  const calls = systemCalls();
  const target = openTarget({ platform: SIMULATED.openSite(1).openPlatform("names", {}) });
  const { profile } = target;
  const names = namesOf(target.openProcess());
  const open = ({ platform }: { readonly platform: object }) => {
    const own = {
      platform,
      profile,
      catalog: systemCatalog(calls),
      counters: { handles: 0 },
      records: [],
      openProcess: () => systemProcess(calls, names),
      moduleAt: () => null,
      describeModule: () => ({ supports: SUPPORTS }),
      turn: () => Infinity,
    };
    return new Proxy(own, {
      get(machine, name) {
        if (name in machine) return Reflect.get(machine, name);
        throw new NotApplicable(`the system has no machine.${String(name)}`);
      },
    });
  };
  return open as unknown as OpenMachine;
}
