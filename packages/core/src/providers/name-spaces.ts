import { type GUID, WSASYSCALLFAILURE } from "@ws2kit/spi";
import type { NameSpaceModule, NSP_ROUTINE } from "@ws2kit/spi/name-spaces";
import type { NameSpaceEntry, StartedNameSpace, StartedNameSpaces } from "../catalog/name-space-catalog.js";
import { importsOf } from "./imports.js";

type Process = Parameters<typeof importsOf>[0];

/** The functions of a name space that look-ups call. */
const ROUTINES: readonly (keyof NSP_ROUTINE)[] = [
  "NSPLookupServiceBegin",
  "NSPLookupServiceNext",
  "NSPLookupServiceEnd",
];

/** The providers of name spaces of one process: started when a look-up first asks them, once for each GUID. */
export class NameSpaces implements StartedNameSpaces {
  readonly #process: Process;
  readonly #shipped: NameSpaceModule;
  readonly #started = new Map<GUID, StartedNameSpace>();

  constructor(process: Process, shipped: NameSpaceModule) {
    this.#process = process;
    this.#shipped = shipped;
  }

  /** The provider of an entry; `null`, after a record, if it does not start. */
  start(entry: NameSpaceEntry): StartedNameSpace | null {
    const known = this.#started.get(entry.NSProviderId);
    if (known !== undefined) return known;
    const process = this.#process;
    const { machine } = process;
    const path = entry.path ?? entry.lpszIdentifier;
    const module = entry.path === null ? this.#shipped : (machine.moduleAt(path) as NameSpaceModule | null);
    if (module === null) {
      machine.record("module-missing", path, entry.NSProviderId);
      return null;
    }
    const routines: Partial<NSP_ROUTINE> = {};
    const code = this.#contained(path, "NSPStartup", () => {
      const imports = {
        ...importsOf(process, path),
        WSASetLastError: (iError: number) => void process.fail(iError),
      };
      return module(machine.platform, imports).NSPStartup(entry.NSProviderId, routines);
    });
    const missing = ROUTINES.find((name) => typeof routines[name] !== "function");
    if (code !== 0 || missing !== undefined) {
      machine.record("provider-failed-init", path, entry.NSProviderId, code || `it has no ${missing}`);
      return null;
    }
    const started: StartedNameSpace = {
      call: (name, run) => {
        process.thread.lastError = 0;
        return this.#contained(path, name, () => run(routines as NSP_ROUTINE));
      },
    };
    this.#started.set(entry.NSProviderId, started);
    process.releases.push(() => {
      // a crash calls no provider
      if (!process.hasEnded) this.#contained(path, "NSPCleanup", () => routines.NSPCleanup?.(entry.NSProviderId) ?? 0);
    });
    return started;
  }

  #contained(path: string, what: string, run: () => number): number {
    const { machine } = this.#process;
    try {
      return run();
    } catch (error) {
      machine.containment.contain(error, path, what);
      return this.#process.fail(WSASYSCALLFAILURE);
    }
  }
}
