import type { OpenMachine, Ws2 } from "@ws2kit/conformance";
import type { Machine } from "@ws2kit/core";
import type { ProviderModule, WSPPROC_TABLE } from "@ws2kit/spi";
import type { Call, Change } from "./mutant.js";

type Table = Readonly<Record<string, unknown>>;

/** A provider's module with the mutant's change. */
export function mutated(module: ProviderModule, change: () => Change): ProviderModule {
  return (platform, imports) => {
    const { slots, upcalls, imports: links, startup } = change();
    const provider = module(platform, changed(imports, links));
    const WSPStartup: typeof provider.WSPStartup = (version, data, info, upcallTable, table) => {
      const own: Partial<WSPPROC_TABLE> = {};
      const result = provider.WSPStartup(version, data, info, changed(upcallTable, upcalls), own);
      Object.assign(table, changed(own, slots));
      return result;
    };
    return { ...provider, WSPStartup: startup?.(WSPStartup) ?? WSPStartup };
  };
}

/** Machines whose base provider has the mutant's change. */
export function withMutatedBase(openMachine: OpenMachine, change: () => Change): OpenMachine {
  return (options) => {
    const machine = openMachine(options);
    const { catalog } = machine;
    const base = catalog.entries.find((entry) => entry.ProtocolChain.ChainLen === 1);
    const path = catalog.pathOf(base?.ProviderId ?? "") ?? "";
    machine.installModule(path, mutated(machine.moduleAt(path) as ProviderModule, change));
    return machine;
  };
}

/** Machines whose ws2 has the mutant's change: in its functions, or in its calls of and upcalls from every provider. */
export function withMutatedWs2(openMachine: OpenMachine, change: () => Change): OpenMachine {
  return (options) => {
    const machine = openMachine(options);
    const { api, machine: changeMachine } = change();
    changeMachine?.(machine);
    const openProcess = machine.openProcess.bind(machine);
    const installModule = machine.installModule.bind(machine);
    // the bench installs every module, including the shipped modules
    machine.installModule = (path, module) =>
      installModule(path, mutated(typeof module === "function" ? module : module.default, change));
    if (api !== undefined) machine.openProcess = (how) => withApi(openProcess(how), api);
    return machine;
  };
}

function withApi(process: ReturnType<Machine<Ws2>["openProcess"]>, api: NonNullable<Change["api"]>): typeof process {
  const inside = (functions: Table): Table => {
    const result: Record<string, unknown> = { ...functions };
    for (const [name, value] of Object.entries(functions)) {
      if (typeof value === "object" && value !== null) result[name] = inside(value as Table);
      else if (name in api) result[name] = api[name](value as Call, process);
    }
    return result;
  };
  return inside(process as unknown as Table) as unknown as typeof process;
}

function changed<T extends object>(table: T, changes: { readonly [Name in keyof T]?: unknown } | undefined): T {
  const result = { ...table } as Record<string, unknown>;
  for (const [name, change] of Object.entries(changes ?? {})) {
    const original = result[name];
    if (original !== undefined) result[name] = (change as (original: unknown) => unknown)(original);
  }
  return result as T;
}
