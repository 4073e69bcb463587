import {
  copyProtocolInfo,
  freezeProtocolInfo,
  type GUID,
  LAYERED_PROTOCOL,
  PFL_HIDDEN,
  type WSAPROTOCOL_INFOW,
} from "@ws2kit/spi";

/** A row of the catalog: frozen, and passed on by reference. */
export type CatalogEntry = Readonly<WSAPROTOCOL_INFOW>;

const FIRST_CATALOG_ENTRY_ID = 1001;

/** The machine's list of protocols and the files of their providers. The order is the order of choice. */
export class Catalog {
  #entries: readonly CatalogEntry[] = [];
  readonly #paths = new Map<GUID, string>();
  #nextId = FIRST_CATALOG_ENTRY_ID;

  /** All entries, hidden and unchained ones too. Every change makes a new list, so a kept one is a snapshot. */
  get entries(): readonly CatalogEntry[] {
    return this.#entries;
  }

  pathOf(ProviderId: GUID): string | null {
    return this.#paths.get(ProviderId) ?? null;
  }

  /** Appends entries with new ids; `false` if the ProviderId is installed already. */
  install(ProviderId: GUID, path: string, infos: readonly WSAPROTOCOL_INFOW[]): boolean {
    if (this.#paths.has(ProviderId)) return false;
    this.#paths.set(ProviderId, path);
    const added = infos.map((info) =>
      freezeProtocolInfo({ ...copyProtocolInfo(info), ProviderId, dwCatalogEntryId: this.#nextId++ }),
    );
    this.#entries = [...this.#entries, ...added];
    return true;
  }

  /** Removes a provider's entries; `false` if there is no such provider. */
  deinstall(ProviderId: GUID): boolean {
    if (!this.#paths.delete(ProviderId)) return false;
    this.#entries = this.#entries.filter((entry) => entry.ProviderId !== ProviderId);
    return true;
  }
}

/** Whether WSAEnumProtocols shows an entry: base protocols and chains that are not hidden. */
export function isEnumerable(entry: CatalogEntry): boolean {
  return entry.ProtocolChain.ChainLen !== LAYERED_PROTOCOL && (entry.dwProviderFlags & PFL_HIDDEN) === 0;
}
