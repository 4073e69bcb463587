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

/** All that a catalog holds, as it is kept and restored. */
export interface CatalogState {
  readonly nextId: number;
  readonly paths: readonly (readonly [GUID, string])[];
  readonly entries: readonly WSAPROTOCOL_INFOW[];
}

/** The machine's list of protocols and the files of their providers. The order is the order of choice. */
export class Catalog {
  #entries: readonly CatalogEntry[] = [];
  #paths = new Map<GUID, string>();
  #nextId = FIRST_CATALOG_ENTRY_ID;
  /** Called after every change. */
  onChange: () => void = () => undefined;
  /** Changes so far. */
  generation = 0;

  /** All entries, hidden and unchained ones too. Every change makes a new list, so a kept one is a snapshot. */
  get entries(): readonly CatalogEntry[] {
    return this.#entries;
  }

  get state(): CatalogState {
    return { nextId: this.#nextId, paths: [...this.#paths], entries: this.#entries };
  }

  restore(state: CatalogState): void {
    this.#nextId = state.nextId;
    this.#paths = new Map(state.paths);
    this.#entries = state.entries.map((entry) => freezeProtocolInfo(copyProtocolInfo(entry)));
  }

  pathOf(ProviderId: GUID): string | null {
    return this.#paths.get(ProviderId) ?? null;
  }

  /**
   * Adds entries with new ids, at the end or, with `first`, at the front; the ids, or `null` if the ProviderId is
   * installed already.
   */
  install(ProviderId: GUID, path: string, infos: readonly WSAPROTOCOL_INFOW[], first = false): number[] | null {
    if (this.#paths.has(ProviderId)) return null;
    const added = infos.map((info) =>
      freezeProtocolInfo({ ...copyProtocolInfo(info), ProviderId, dwCatalogEntryId: this.#nextId++ }),
    );
    this.#paths.set(ProviderId, path);
    this.#change(first ? [...added, ...this.#entries] : [...this.#entries, ...added]);
    return added.map((entry) => entry.dwCatalogEntryId);
  }

  /** Removes a provider's entries; `false` if there is no such provider. */
  deinstall(ProviderId: GUID): boolean {
    if (!this.#paths.delete(ProviderId)) return false;
    this.#change(this.#entries.filter((entry) => entry.ProviderId !== ProviderId));
    return true;
  }

  /** Rewrites a provider's path and the entries that `infos` name by id; `false` if one of them is not its own. */
  update(ProviderId: GUID, path: string, infos: readonly WSAPROTOCOL_INFOW[]): boolean {
    if (!this.#paths.has(ProviderId)) return false;
    const own = this.#entries.filter((entry) => entry.ProviderId === ProviderId);
    const isOwn = (info: WSAPROTOCOL_INFOW) => own.some((entry) => entry.dwCatalogEntryId === info.dwCatalogEntryId);
    if (!infos.every(isOwn)) return false;
    this.#paths.set(ProviderId, path);
    this.#change(
      this.#entries.map((entry) => {
        const info = infos.find((one) => one.dwCatalogEntryId === entry.dwCatalogEntryId);
        return info === undefined ? entry : freezeProtocolInfo({ ...copyProtocolInfo(info), ProviderId });
      }),
    );
    return true;
  }

  /** Puts the entries in the order of `ids`; `false` unless they name each entry once. */
  reorder(ids: readonly number[]): boolean {
    if (ids.length !== this.#entries.length) return false;
    const ordered = ids.map((id) => this.#entries.find((entry) => entry.dwCatalogEntryId === id));
    if (new Set(ordered).size !== ids.length || ordered.includes(undefined)) return false;
    this.#change(ordered as CatalogEntry[]);
    return true;
  }

  #change(entries: readonly CatalogEntry[]): void {
    this.#entries = entries;
    this.generation++;
    this.onChange();
  }
}

/** Whether WSAEnumProtocols shows an entry: base protocols and chains that are not hidden. */
export function isEnumerable(entry: CatalogEntry): boolean {
  return entry.ProtocolChain.ChainLen !== LAYERED_PROTOCOL && (entry.dwProviderFlags & PFL_HIDDEN) === 0;
}
