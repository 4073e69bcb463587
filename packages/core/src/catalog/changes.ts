import { copyProtocolInfo, freezeProtocolInfo, type GUID, type WSAPROTOCOL_INFOW } from "@ws2kit/spi";
import type { Catalog, CatalogEntry } from "./catalog.js";

/**
 * Replaces a provider's path and the entries that `infos` name by id. Returns `false` if one of these entries belongs
 * to another provider.
 */
export function updateEntries(
  catalog: Catalog,
  ProviderId: GUID,
  path: string,
  infos: readonly WSAPROTOCOL_INFOW[],
): boolean {
  if (!catalog.paths.has(ProviderId)) return false;
  const own = catalog.entries.filter((entry) => entry.ProviderId === ProviderId);
  const isOwn = (info: WSAPROTOCOL_INFOW) => own.some((entry) => entry.dwCatalogEntryId === info.dwCatalogEntryId);
  if (!infos.every(isOwn)) return false;
  catalog.paths.set(ProviderId, path);
  catalog.change(
    catalog.entries.map((entry) => {
      const info = infos.find((one) => one.dwCatalogEntryId === entry.dwCatalogEntryId);
      return info === undefined ? entry : freezeProtocolInfo({ ...copyProtocolInfo(info), ProviderId });
    }),
  );
  return true;
}

/** Puts the entries in the order of `ids`. Returns `false`, and changes nothing, unless `ids` names each entry once. */
export function reorderEntries(catalog: Catalog, ids: readonly number[]): boolean {
  if (ids.length !== catalog.entries.length) return false;
  const ordered = ids.map((id) => catalog.entries.find((entry) => entry.dwCatalogEntryId === id));
  if (new Set(ordered).size !== ids.length || ordered.includes(undefined)) return false;
  catalog.change(ordered as CatalogEntry[]);
  return true;
}
