import type { PublicMachine } from "@ws2kit/core";
import { installLayer } from "@ws2kit/layers";
import { type GUID, type Provider, type ProviderModule, ref } from "@ws2kit/spi";
import type { Place } from "../places/place.js";
import type { Subject } from "./subject.js";
import type { OpenMachine, Ws2 } from "./ws2.js";

/** Where the checked provider's DLL stands on its machines. */
const PATH = "checked.dll";

/**
 * A target with a third party's provider, as its installer leaves it. A base provider's entries stand in place of the
 * shipped ones; a layered provider, which has no protocols of its own, gets a chain over each entry that a socket can
 * be made of, in the classic two steps.
 *
 * Opening a machine throws an Error that says why if the module does not load or ws2 does not take its entries.
 *
 * ```ts
 * const subject = thirdParty(openMachine, modem);
 * const description = describe(subject); // { profile: "ce", provider: "base", … }
 * ```
 */
export function thirdParty(openMachine: OpenMachine, module: ProviderModule, seed = 1, place?: Place): Subject {
  return {
    shipped: false,
    seed,
    place,
    openMachine(options) {
      const machine = openMachine(options);
      machine.installModule(PATH, module);
      const provider = machine.describeModule(PATH);
      if (provider === null) throw new Error(`the module does not load: ${reasonOf(machine)}`);
      const lacking = membersLacking(provider);
      if (lacking !== "") throw new Error(lacking);
      if (provider.protocols?.length > 0) replaceShipped(machine, provider);
      else stack(machine, provider);
      return machine;
    },
  };
}

/** What keeps a value from being a provider, in a sentence; "" for a provider. `defineProvider` makes one. */
function membersLacking(made: unknown): string {
  const isObject = typeof made === "object" && made !== null;
  const what = made === null ? "null" : Array.isArray(made) ? "an array" : typeof made;
  if (!isObject || Array.isArray(made))
    return `its default export returns ${what}, no provider: return defineProvider({ … })`;
  const { ProviderId, protocols, WSPStartup } = made as { [name: string]: unknown };
  const lacking = [
    typeof ProviderId === "string" ? "" : "ProviderId",
    Array.isArray(protocols) ? "" : "protocols",
    typeof WSPStartup === "function" ? "" : "WSPStartup",
  ].filter((name) => name !== "");
  return lacking.length === 0
    ? ""
    : `what its default export returns lacks ${lacking.join(", ")}: return defineProvider({ ProviderId, protocols, WSPStartup })`;
}

/** What the machine noted when it tried to load a module. */
function reasonOf(machine: PublicMachine<Ws2>): string {
  const records = machine.records.filter((record) => record.code === "module-threw");
  return records.length === 0 ? "its default export makes no provider" : String(records[records.length - 1].args[1]);
}

function replaceShipped(machine: PublicMachine<Ws2>, { protocols }: Provider): void {
  const ws2 = machine.openProcess();
  const errno = ref(0);
  for (const id of idsOf(machine.catalog.entries)) {
    if (ws2.WSCDeinstallProvider(id, errno) !== 0) throw new Error(`WSCDeinstallProvider answered ${errno.value}`);
  }
  for (const id of idsOf(protocols)) {
    const infos = protocols.filter((info) => info.ProviderId === id);
    if (ws2.WSCInstallProvider(id, PATH, infos, infos.length, errno) !== 0) {
      throw new Error(`WSCInstallProvider of ${id} answered ${errno.value}`);
    }
  }
}

function stack(machine: PublicMachine<Ws2>, { ProviderId }: Provider): void {
  const code = installLayer(machine.openProcess(), PATH, { ProviderId, name: "Checked" });
  if (code !== 0) throw new Error(`the layer's installation answered ${code}`);
}

function idsOf(infos: readonly { readonly ProviderId: GUID }[]): ReadonlySet<GUID> {
  return new Set(infos.map((info) => info.ProviderId));
}
