import { type GUID, WSAEOPNOTSUPP, WSASYSCALLFAILURE } from "@ws2kit/spi";
import type { NameSpaceModule, NSP_ROUTINE } from "@ws2kit/spi/name-spaces";
import { textOf } from "../calls/containment.js";
import { isNumber } from "../calls/given.js";
import type { NameSpaceEntry, ProcessNameSpaces, StartedNameSpace } from "../catalog/name-space-catalog.js";
import { importsOf } from "./imports.js";

type Process = Parameters<typeof importsOf>[0];

/** The functions that a provider of a name space must have. */
const REQUIRED: readonly (keyof NSP_ROUTINE)[] = [
  "NSPLookupServiceBegin",
  "NSPLookupServiceNext",
  "NSPLookupServiceEnd",
];

/** The providers of name spaces of one process. Each is started when a call first needs it, once for each GUID. */
export class NameSpaces implements ProcessNameSpaces {
  readonly lookUps = new Set<{ close(): void }>();
  readonly #process: Process;
  readonly #list: { readonly entries: readonly NameSpaceEntry[] };
  readonly #shipped: NameSpaceModule;
  readonly #started = new Map<GUID, StartedNameSpace>();

  /** `list` is the machine's, or a snapshot of it. */
  constructor(process: Process, list: { readonly entries: readonly NameSpaceEntry[] }, shipped: NameSpaceModule) {
    this.#process = process;
    this.#list = list;
    this.#shipped = shipped;
  }

  get entries(): readonly NameSpaceEntry[] {
    return this.#list.entries;
  }

  start(entry: NameSpaceEntry): StartedNameSpace | null {
    const known = this.#started.get(entry.NSProviderId);
    // in a live list another DLL can have the GUID of a removed provider
    if (known?.entry.path === entry.path) return known;
    const process = this.#process;
    const { machine } = process;
    const path = entry.path ?? entry.lpszIdentifier;
    const module = entry.path === null ? this.#shipped : (machine.moduleAt(path) as NameSpaceModule | null);
    if (module === null) {
      machine.record("module-missing", path, entry.NSProviderId);
      return null;
    }
    const routines: Partial<NSP_ROUTINE> = {};
    const result = this.#contained(path, "NSPStartup", () => {
      const imports = {
        ...importsOf(process, path),
        WSASetLastError: (iError: number) => void process.fail(iError),
      };
      return module(machine.platform, imports).NSPStartup(entry.NSProviderId, routines);
    });
    const missing = REQUIRED.find((name) => typeof routines[name] !== "function");
    if (result !== 0 || missing !== undefined) {
      machine.record("provider-failed-init", path, entry.NSProviderId, result || `it has no ${missing}`);
      return null;
    }
    const started: StartedNameSpace = {
      entry,
      call: (name, ...args) => {
        const routine = routines[name] as ((...all: unknown[]) => number) | undefined;
        if (typeof routine !== "function") return WSAEOPNOTSUPP;
        process.thread.lastError = 0;
        if (this.#contained(path, name, () => routine.apply(routines, args)) === 0) return 0;
        return process.thread.lastError || WSASYSCALLFAILURE;
      },
    };
    this.#started.set(entry.NSProviderId, started);
    process.releases.push(() => {
      // a process that was terminated calls no provider
      if (!process.hasEnded && routines.NSPCleanup !== undefined) started.call("NSPCleanup", entry.NSProviderId);
    });
    return started;
  }

  #contained(path: string, what: string, run: () => number): number {
    const { machine } = this.#process;
    try {
      const result = run();
      if (!isNumber(result)) throw new TypeError(`it returned ${textOf(result)}`);
      return result;
    } catch (error) {
      machine.containment.contain(error, path, what);
      return this.#process.fail(WSASYSCALLFAILURE);
    }
  }
}
