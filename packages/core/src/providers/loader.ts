import {
  failing,
  type GUID,
  HIBYTE,
  LOBYTE,
  MAKEWORD,
  newWSPDATA,
  type Provider,
  ref,
  SLOTS,
  type SlotName,
  SOCKET_ERROR,
  WSAEINVALIDPROCTABLE,
  WSAEINVALIDPROVIDER,
  WSAEOPNOTSUPP,
  WSAEPROVIDERFAILEDINIT,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import { isOutOfMemory, textOf } from "../calls/containment.js";
import { isNumber } from "../calls/given.js";
import type { LoadedProvider } from "../calls/loaded-provider.js";
import type { CatalogEntry } from "../catalog/catalog.js";
import { membersOf } from "../catalog/chain.js";
import type { Process } from "../process.js";
import { importsOf } from "./imports.js";
import { makeUpcalls } from "./upcalls.js";

const VERSION = MAKEWORD(2, 2);

/**
 * One process's providers. Each is loaded when a socket first needs it, once for each ProviderId. Each successful
 * WSPStartup is followed by one WSPCleanup.
 */
export class Loader {
  readonly #process: Process;
  readonly #libraries = new Map<string, Provider>();
  readonly #loaded = new Map<GUID, LoadedProvider>();
  /** The provider of each catalog entry. Stored, because an entry may leave the catalog before its sockets close. */
  readonly #byEntry = new Map<number, LoadedProvider>();

  constructor(process: Process) {
    this.#process = process;
  }

  /** The provider of a catalog entry, or the code that states why it cannot be loaded. */
  load(entry: CatalogEntry): LoadedProvider | number {
    const provider = this.#loaded.get(entry.ProviderId) ?? this.#start(entry);
    if (!isNumber(provider)) this.#byEntry.set(entry.dwCatalogEntryId, provider);
    return provider;
  }

  /** Loads the provider of a catalog entry, for another provider. Returns null if it cannot be loaded. */
  ofEntry(dwCatalogEntryId: number): LoadedProvider | null {
    const known = this.#byEntry.get(dwCatalogEntryId);
    if (known !== undefined) return known;
    const entry = this.#process.entry(dwCatalogEntryId);
    const provider = entry === null ? 0 : this.load(entry);
    return isNumber(provider) ? null : provider;
  }

  /**
   * Returns the provider in the DLL at `path`, made once for each process; null if no DLL is at that path, or it
   * throws.
   */
  library(path: string): Provider | null {
    const known = this.#libraries.get(path);
    if (known !== undefined) return known;
    const { machine } = this.#process;
    const module = machine.moduleAt(path);
    if (module === null) return null;
    try {
      const provider = module(machine.platform, importsOf(this.#process, path));
      this.#libraries.set(path, provider);
      return provider;
    } catch (error) {
      if (isOutOfMemory(error)) throw error;
      machine.record("module-threw", path, textOf(error));
      return null;
    }
  }

  /** Calls WSPCleanup of every provider, the last loaded first, and unloads the DLLs. */
  unloadAll(): void {
    for (const provider of [...this.#loaded.values()].reverse()) this.#cleanup(provider.path, provider.slots);
    this.forgetAll();
  }

  forgetAll(): void {
    this.#loaded.clear();
    this.#byEntry.clear();
    this.#libraries.clear();
  }

  #start(entry: CatalogEntry): LoadedProvider | number {
    const { machine } = this.#process;
    const path = machine.catalog.pathOf(entry.ProviderId);
    const library = path === null ? null : this.library(path);
    if (path === null || library === null || typeof library?.WSPStartup !== "function") {
      machine.record("module-missing", path, entry.ProviderId);
      return WSAEPROVIDERFAILEDINIT;
    }
    const data = newWSPDATA();
    const table: Partial<WSPPROC_TABLE> = {};
    const reason = this.#startup(path, library, data, entry, table);
    if (reason !== null) {
      machine.record("provider-failed-init", path, entry.ProviderId, reason);
      this.recordMissing(entry);
      return WSAEPROVIDERFAILEDINIT;
    }
    if (data.wVersion !== VERSION) {
      machine.record("provider-version", path, `${LOBYTE(data.wVersion)}.${HIBYTE(data.wVersion)}`);
      this.#cleanup(path, table);
      return WSAEINVALIDPROVIDER;
    }
    const slots = this.#wholeTable(path, table);
    if (slots === null) {
      this.#cleanup(path, table);
      return WSAEINVALIDPROCTABLE;
    }
    const provider = { ProviderId: entry.ProviderId, path, slots };
    this.#loaded.set(entry.ProviderId, provider);
    return provider;
  }

  /** Logs which member of a chain is not in the catalog, or has no DLL on the machine. */
  recordMissing(entry: CatalogEntry): void {
    const { machine, entries } = this.#process;
    const missing = membersOf(machine, entries, entry).find((member) => !member.isOnMachine);
    if (missing === undefined) return;
    const name = missing.path ?? missing.entry?.szProtocol ?? "";
    machine.record("layer-missing", entry.dwCatalogEntryId, entry.szProtocol, missing.dwCatalogEntryId, name);
  }

  /** Runs WSPStartup. Returns `null` for success, else its code or the text of its exception. */
  #startup(
    path: string,
    library: Provider,
    data: ReturnType<typeof newWSPDATA>,
    entry: CatalogEntry,
    table: Partial<WSPPROC_TABLE>,
  ): string | number | null {
    try {
      const code = library.WSPStartup(VERSION, data, entry, makeUpcalls(this.#process, path), table);
      return code === 0 ? null : code;
    } catch (error) {
      if (isOutOfMemory(error)) throw error;
      return textOf(error);
    }
  }

  /** A copy of the table with every slot filled; `null` if a slot that this system needs is empty. */
  #wholeTable(path: string, table: Partial<WSPPROC_TABLE>): WSPPROC_TABLE | null {
    const { machine } = this.#process;
    const slots = {} as Record<SlotName, unknown>;
    for (const slot of SLOTS) {
      if (typeof table[slot] === "function") {
        slots[slot] = table[slot];
      } else if (machine.profile.architecture.optionalSlots.includes(slot)) {
        slots[slot] = unsupported;
      } else {
        machine.record("provider-empty-slot", path, slot);
        return null;
      }
    }
    return slots as unknown as WSPPROC_TABLE;
  }

  #cleanup(path: string, table: Partial<WSPPROC_TABLE>): void {
    try {
      table.WSPCleanup?.(ref(0));
    } catch (error) {
      this.#process.machine.containment.contain(error, path, "WSPCleanup");
    }
  }
}

/** Fills a slot that a provider may leave empty on this system. */
const unsupported = /* @__PURE__ */ failing(WSAEOPNOTSUPP, SOCKET_ERROR);
