import { LAYERED_PROTOCOL } from "@ws2kit/spi";
import type { Catalog, CatalogEntry } from "./catalog.js";
import { LSP_SYSTEM } from "./category-numbers.js";

/*
 * Which layered providers an application is spared: a layer has categories by its ProviderId, an application by its
 * path and command line. Source: page remarks.
 */

/** Under which an application's categories are stored; one without a command line stands for any. */
export function applicationKey(path: string, commandLine: string | null): string {
  return JSON.stringify([path.toLowerCase(), commandLine]);
}

/** Whether an application of categories loads a layer of categories. */
export function permits(application: number, layer: number): boolean {
  const needsSystem = (application & LSP_SYSTEM) !== 0 && (layer & LSP_SYSTEM) === 0;
  return (layer & application) !== 0 && (layer & ~application) === 0 && !needsSystem;
}

/**
 * The entries that an application may use: all of them, unless it has categories; then no layer that these do not
 * permit, and no chain with such a layer.
 */
export function permittedEntries(
  { categories }: Catalog,
  entries: readonly CatalogEntry[],
  path: string,
  commandLine: string,
): readonly CatalogEntry[] {
  const permitted = categories.get(applicationKey(path, commandLine)) ?? categories.get(applicationKey(path, null));
  if (permitted === undefined) return entries;
  const refused = new Set<number>();
  for (const { ProtocolChain, ProviderId, dwCatalogEntryId } of entries) {
    const isLayer = ProtocolChain.ChainLen === LAYERED_PROTOCOL;
    if (isLayer && !permits(permitted, categories.get(ProviderId) ?? 0)) refused.add(dwCatalogEntryId);
  }
  return entries.filter(({ dwCatalogEntryId, ProtocolChain: { ChainLen, ChainEntries } }) => {
    return !refused.has(dwCatalogEntryId) && !ChainEntries.slice(0, ChainLen).some((id) => refused.has(id));
  });
}
