import { LAYERED_PROTOCOL } from "@ws2kit/spi";
import type { Catalog, CatalogEntry } from "./catalog.js";
import { LSP_SYSTEM } from "./category-numbers.js";

/*
 * Categories decide which layered providers an application does not load. A layer's categories are stored by its
 * ProviderId, an application's by its path and command line. Source: page remarks.
 */

/**
 * The key under which an application's categories are stored. A key without a command line stands for every command
 * line.
 */
export function applicationKey(path: string, commandLine: string | null): string {
  return JSON.stringify([path.toLowerCase(), commandLine]);
}

/** Whether an application with the categories `application` loads a layer with the categories `layer`. */
export function permits(application: number, layer: number): boolean {
  const needsSystem = (application & LSP_SYSTEM) !== 0 && (layer & LSP_SYSTEM) === 0;
  return (layer & application) !== 0 && (layer & ~application) === 0 && !needsSystem;
}

/**
 * The entries that an application may use. An application without categories may use all; otherwise only the layers
 * that its categories permit, and only chains of such layers.
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
