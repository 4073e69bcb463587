import type { ProviderModule } from "@ws2kit/spi";
import type { Catalog, CatalogEntry } from "./catalog.js";

/** The parts of a machine that finding the members of a chain uses: its catalog and its DLLs. */
interface Installed {
  readonly catalog: Pick<Catalog, "entries" | "pathOf">;
  moduleAt(path: string): ProviderModule | null;
}

/** One provider of a chain. */
export interface ChainMember {
  /** The member's id in ChainEntries. */
  readonly dwCatalogEntryId: number;
  /** The member's entry: a layer's hidden entry, or the base's. `null` if it is no longer in the catalog. */
  readonly entry: CatalogEntry | null;
  /** The path of its DLL; `null` if the entry is `null`. */
  readonly path: string | null;
  /** Whether that DLL is on the machine. */
  readonly isOnMachine: boolean;
}

/**
 * The providers of an entry's chain, from the application down to the base. For an entry that is no chain, the list has
 * one member.
 */
export function membersOf(machine: Installed, entries: readonly CatalogEntry[], entry: CatalogEntry): ChainMember[] {
  const { ChainLen, ChainEntries } = entry.ProtocolChain;
  const ids = ChainLen < 2 ? [entry.dwCatalogEntryId] : ChainEntries.slice(0, ChainLen);
  return ids.map((dwCatalogEntryId) => {
    const own = entries.find((one) => one.dwCatalogEntryId === dwCatalogEntryId) ?? null;
    const path = own === null ? null : machine.catalog.pathOf(own.ProviderId);
    return { dwCatalogEntryId, entry: own, path, isOnMachine: path !== null && machine.moduleAt(path) !== null };
  });
}

/**
 * A row of the catalog and its kind. Bases and chains serve sockets; a layer serves sockets only as a member of a
 * chain.
 */
export interface CatalogRow {
  /** The entry. */
  readonly entry: CatalogEntry;
  /** A base entry, a chain, or a layer. */
  readonly kind: "base" | "chain" | "layer";
  /** The members of its chain. */
  readonly chain: readonly ChainMember[];
}

/** The catalog in the order in which a socket's provider is chosen, each chain with its members. */
export function listCatalog(machine: Installed): CatalogRow[] {
  const { entries } = machine.catalog;
  return entries.map((entry) => {
    const { ChainLen } = entry.ProtocolChain;
    const kind = ChainLen === 0 ? "layer" : ChainLen === 1 ? "base" : "chain";
    return { entry, kind, chain: membersOf(machine, entries, entry) };
  });
}
