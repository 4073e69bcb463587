import { existsSync } from "node:fs";
import { type Explanation, explainChoice, type Machine, membersOf } from "@ws2kit/core";
import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import type { ProviderModule } from "@ws2kit/spi";
import { loadTarget, type TargetModule, targetsNamed } from "../files/targets.js";
import { UsageError } from "../terminal/usage-error.js";

/** Which catalogs a command is about. */
export interface CatalogWords {
  readonly target: string;
  readonly system?: true;
}

/** A catalog to list, and to choose from as `socket` does. */
export interface ListedCatalog {
  /** The name and title for the reader. */
  readonly title: string;
  /** The target whose constants name the numbers. */
  readonly module: TargetModule;
  readonly machine: Pick<Machine, "catalog" | "moduleAt">;
  explainSocket(af: number, type: number, protocol: number): Explanation;
}

/** Opens the catalogs that targets install, or this computer's own. Rejects with a UsageError for a wrong option. */
export async function catalogsOf({ target, system }: CatalogWords): Promise<ListedCatalog[]> {
  if (system) return [await ofTheSystem(target)];
  return Promise.all(targetsNamed(target).map(async (name) => ofTarget(name, await loadTarget(name))));
}

function ofTarget(name: string, module: TargetModule): ListedCatalog {
  const machine: Machine = module.openMachine({ platform: memoryPlatform({ network: memoryNetwork() }) });
  return {
    title: `${name}: ${module.profile.title}`,
    module,
    machine,
    explainSocket: (af, type, protocol) => machine.openProcess().explainSocket(af, type, protocol),
  };
}

/** A DLL of this computer: what listing a catalog needs is whether it exists. A path that the system hides is one. */
function dllAt(path: string): ProviderModule | null {
  const expanded = path.replace(/%(\w+)%/g, (whole, name: string) => process.env[name] ?? whole);
  const module: ProviderModule = () => {
    throw new Error(`${path} is a DLL of the system, which ws2kit does not load`);
  };
  return path === "" || existsSync(expanded) ? module : null;
}

/** The catalog that ws2_32.dll lists; ws2kit chooses from it as desktop does. */
async function ofTheSystem(target: string): Promise<ListedCatalog> {
  if (process.platform !== "win32")
    throw new UsageError(`--system lists the catalog of Windows' ws2_32.dll, and this is ${process.platform}.`);
  if (target !== "all") throw new UsageError(`--system lists no target: leave out --target ${target}.`);
  const module = await loadTarget("desktop");
  const { systemCalls, systemCatalog } = await import("@ws2kit/native");
  const catalog = systemCatalog(systemCalls());
  const { entries } = catalog;
  const machine = { catalog: { entries, pathOf: catalog.pathOf }, moduleAt: dllAt };
  const { mixedTriple } = module.profile.architecture;
  return {
    title: "this computer: ws2_32.dll",
    module,
    machine: machine as unknown as ListedCatalog["machine"],
    explainSocket(af, type, protocol) {
      const choice = explainChoice(entries, af, type, protocol, mixedTriple);
      return { ...choice, chain: choice.entry === null ? [] : membersOf(machine, entries, choice.entry) };
    },
  };
}
