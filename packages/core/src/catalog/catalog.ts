import { freezeProtocolInfo, type GUID, LAYERED_PROTOCOL, PFL_HIDDEN, type WSAPROTOCOL_INFOW } from "@ws2kit/spi";

/** A row of the catalog: frozen, and passed by reference. */
export type CatalogEntry = Readonly<WSAPROTOCOL_INFOW>;

const FIRST_CATALOG_ENTRY_ID = 1001;

/**
 * The machine's list of protocols, and the paths of their providers' DLLs. Its order is the order in which a socket's
 * provider is chosen.
 */
export class Catalog {
  #entries: readonly CatalogEntry[] = [];
  /** The path of the DLL of each provider and each chain, by ProviderId. */
  readonly paths = new Map<GUID, string>();
  /** Categories, of layers by ProviderId and of applications by `applicationKey`; made with the first. */
  declare byKey?: Map<string, number>;
  /** The dwCatalogEntryId of the next entry that is made. */
  nextId = FIRST_CATALOG_ENTRY_ID;
  /**
   * Makes a change for an application, and stores it if the system's catalog persists. Returns the code of the change,
   * or WSANO_RECOVERY if it cannot be stored. The catalog changes only if the code is 0.
   */
  commit: (change: () => number) => number = (change) => change();
  /** The number of changes so far. */
  generation = 0;

  /**
   * All entries, including hidden entries and layers. Every change makes a new list, so a stored list is a snapshot.
   */
  get entries(): readonly CatalogEntry[] {
    return this.#entries;
  }

  /** Categories, of layers by ProviderId and of applications by `applicationKey`. */
  get categories(): ReadonlyMap<string, number> {
    return this.byKey ?? new Map();
  }

  /** Sets the categories of a layer or an application. */
  categorize(key: string, categories: number): void {
    this.byKey = new Map(this.categories).set(key, categories);
    this.change(this.#entries);
  }

  pathOf(ProviderId: GUID): string | null {
    return this.paths.get(ProviderId) ?? null;
  }

  /**
   * Adds `infos` as entries with new ids, at the end or (`first`) at the front. Returns the ids, or `null` if the
   * ProviderId is installed already.
   */
  install(ProviderId: GUID, path: string, infos: readonly WSAPROTOCOL_INFOW[], first = false): number[] | null {
    if (this.paths.has(ProviderId)) return null;
    for (const info of infos) {
      info.ProviderId = ProviderId;
      info.dwCatalogEntryId = this.nextId++;
      freezeProtocolInfo(info);
    }
    this.paths.set(ProviderId, path);
    this.change(first ? [...infos, ...this.#entries] : [...this.#entries, ...infos]);
    return infos.map((entry) => entry.dwCatalogEntryId);
  }

  /** Removes a provider's entries; `false` if there is no such provider. */
  deinstall(ProviderId: GUID): boolean {
    if (!this.paths.delete(ProviderId)) return false;
    this.change(this.#entries.filter((entry) => entry.ProviderId !== ProviderId));
    return true;
  }

  /** Replaces all entries. */
  change(entries: readonly CatalogEntry[]): void {
    this.#entries = entries;
    this.generation++;
  }
}

/** Whether WSAEnumProtocols shows an entry: base protocols and chains that are not hidden. */
export function isEnumerable(entry: CatalogEntry): boolean {
  return entry.ProtocolChain.ChainLen !== LAYERED_PROTOCOL && (entry.dwProviderFlags & PFL_HIDDEN) === 0;
}
