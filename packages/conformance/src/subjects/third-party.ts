import type { PublicMachine } from "@ws2kit/core";
import { installLayer } from "@ws2kit/layers";
import { type GUID, type Provider, type ProviderModule, ref } from "@ws2kit/spi";
import type { Place } from "../places/place.js";
import type { Subject } from "./subject.js";
import type { OpenMachine, Ws2 } from "./ws2.js";

/** The path of the checked provider's DLL on its machines. */
const PATH = "checked.dll";

/**
 * A target with a third party's provider, as its installer leaves it. A base provider's entries replace the shipped
 * ones. A layered provider has no protocols: its hidden entry is installed, then a chain over each entry that opens
 * sockets.
 *
 * Opening a machine throws an Error with the reason if the module does not load or ws2 refuses its entries.
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
      const thrown = reasonOf(machine);
      if (provider === null && thrown !== null) throw new Error(`the module does not load: ${thrown}`);
      if (!isProvider(provider)) throw new Error(membersLacking(provider));
      if (provider.protocols?.length > 0) replaceShipped(machine, provider);
      else stack(machine, provider);
      return machine;
    },
  };
}

function isProvider(made: Provider | null): made is Provider {
  return membersLacking(made) === "";
}

/** The reason why a value is not a provider, as a sentence; "" if it is a provider, as `defineProvider` returns. */
function membersLacking(made: unknown): string {
  const isObject = typeof made === "object" && made !== null;
  const what = made === null ? "null" : Array.isArray(made) ? "an array" : isPromise(made) ? "a promise" : typeof made;
  if (!isObject || what !== "object")
    return `its default export returns ${what}, not a provider: return defineProvider({ … })`;
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

function isPromise(made: unknown): boolean {
  return typeof (made as { then?: unknown } | null)?.then === "function";
}

/** The text of what a module threw when the machine loaded it; `null` if it threw nothing. */
function reasonOf(machine: PublicMachine<Ws2>): string | null {
  const records = machine.records.filter((record) => record.code === "module-threw");
  return records.length === 0 ? null : String(records[records.length - 1].args[1]);
}

function replaceShipped(machine: PublicMachine<Ws2>, { protocols }: Provider): void {
  const ws2 = machine.openProcess();
  const errno = ref(0);
  for (const id of idsOf(machine.catalog.entries)) {
    if (ws2.WSCDeinstallProvider(id, errno) !== 0) throw new Error(`WSCDeinstallProvider failed with ${errno.value}`);
  }
  for (const id of idsOf(protocols)) {
    const infos = protocols.filter((info) => info.ProviderId === id);
    if (ws2.WSCInstallProvider(id, PATH, infos, infos.length, errno) !== 0) {
      throw new Error(`WSCInstallProvider of ${id} failed with ${errno.value}`);
    }
  }
}

function stack(machine: PublicMachine<Ws2>, { ProviderId }: Provider): void {
  const code = installLayer(machine.openProcess(), PATH, { ProviderId, name: "Checked" });
  if (code !== 0) throw new Error(`installing the layer failed with ${code}`);
}

function idsOf(infos: readonly { readonly ProviderId: GUID }[]): ReadonlySet<GUID> {
  return new Set(infos.map((info) => info.ProviderId));
}
