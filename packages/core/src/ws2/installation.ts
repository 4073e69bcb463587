import {
  copyProtocolInfo,
  type GUID,
  isRef,
  LAYERED_PROTOCOL,
  type LPINT,
  MAX_PROTOCOL_CHAIN,
  normalGuid,
  PFL_HIDDEN,
  type Ref,
  WSAEFAULT,
  WSAEINVAL,
  WSANO_RECOVERY,
  type WSAPROTOCOL_INFOW,
  XP1_IFS_HANDLES,
} from "@ws2kit/spi";
import { answer } from "../calls/answer.js";
import { unlessFault } from "../calls/fault.js";
import { isNumber, isString, isStructure } from "../calls/given.js";
import type { CatalogEntry } from "../catalog/catalog.js";
import { reorderEntries, updateEntries } from "../catalog/changes.js";
import type { Process } from "../process.js";
import type { Api } from "./call.js";

/*
 * The functions that change the catalog. They need a privileged process (else WSANO_RECOVERY), but no WSAStartup. If
 * the catalog persists, a call that succeeds has stored the change; a call that cannot store it fails with
 * WSANO_RECOVERY and changes nothing. If processes use a snapshot, a process that has called WSAStartup does not see
 * the change. Source: reference §3.
 */

/** Runs a function that changes the catalog as `answer` does. The change is stored before the call returns. */
function change(process: Process, lpErrno: LPINT, run: () => number): number {
  // subtract, so that success is 0 and not -0
  return answer(lpErrno, () => 0 - process.machine.catalog.commit(run));
}

/** Checks a caller's list of infos. Returns 0, or the code if it cannot be read. */
function checkInfos(infos: readonly WSAPROTOCOL_INFOW[], count: number): number {
  if (!Array.isArray(infos)) return WSAEFAULT;
  if (!isNumber(count) || !(count > 0)) return WSAEINVAL;
  return infos.length >= count && infos.slice(0, count).every(isStructure) ? 0 : WSAEFAULT;
}

/** Whether a chain has at most MAX_PROTOCOL_CHAIN members. */
function isWholeChain({ ProtocolChain }: WSAPROTOCOL_INFOW): boolean {
  return !((ProtocolChain?.ChainLen ?? 0) > MAX_PROTOCOL_CHAIN);
}

/**
 * Appends a provider's entries to the catalog, each with a new dwCatalogEntryId.
 *
 * Codes: WSAEFAULT, WSAEINVAL (no entries, a chain too long, or a ProviderId that is not a GUID), WSANO_RECOVERY
 * (installed already, or the process has no privilege). Source: reference §3.
 *
 * @param lpProviderId the provider's GUID
 * @param lpszProviderDllPath the path under which `machine.installModule` installed the provider
 * @param lpProtocolInfoList the entries, whose dwCatalogEntryId ws2 assigns
 * @param dwNumberOfEntries how many entries of the list to use
 * @param lpErrno receives the code
 * @returns 0, or SOCKET_ERROR
 */
export const WSCInstallProvider: Api<
  (
    lpProviderId: GUID,
    lpszProviderDllPath: string,
    lpProtocolInfoList: readonly WSAPROTOCOL_INFOW[],
    dwNumberOfEntries: number,
    lpErrno: LPINT,
  ) => number
> = (process) => (lpProviderId, lpszProviderDllPath, lpProtocolInfoList, dwNumberOfEntries, lpErrno) => {
  return change(process, lpErrno, install);

  function install(): number {
    if (!isString(lpProviderId) || !isString(lpszProviderDllPath) || !isRef(lpErrno)) {
      return WSAEFAULT;
    }
    const id = normalGuid(lpProviderId);
    const code = checkInfos(lpProtocolInfoList, dwNumberOfEntries);
    if (id === null || code !== 0) return code || WSAEINVAL;
    const infos = lpProtocolInfoList.slice(0, dwNumberOfEntries);
    if (!infos.every(isWholeChain)) return WSAEINVAL;
    if (!process.isPrivileged) return WSANO_RECOVERY;
    const { catalog, profile } = process.machine;
    const isFirst = profile.architecture.chainsFirst && infos.every((info) => info.ProtocolChain?.ChainLen > 1);
    const copies = infos.map((info) => copyProtocolInfo(info));
    return catalog.install(id, lpszProviderDllPath, copies, isFirst) === null ? WSANO_RECOVERY : 0;
  }
};

/**
 * Removes a provider's entries from the catalog. Its open sockets continue to work.
 *
 * Codes: WSAEFAULT, WSAEINVAL (not installed), WSANO_RECOVERY (no privilege). Source: reference §3.
 *
 * @param lpProviderId the provider's GUID
 * @param lpErrno receives the code
 * @returns 0, or SOCKET_ERROR
 */
export const WSCDeinstallProvider: Api<(lpProviderId: GUID, lpErrno: LPINT) => number> =
  (process) => (lpProviderId, lpErrno) => {
    return change(process, lpErrno, deinstall);

    function deinstall(): number {
      if (!isString(lpProviderId)) return WSAEFAULT;
      if (!process.isPrivileged) return WSANO_RECOVERY;
      const id = normalGuid(lpProviderId);
      return id !== null && process.machine.catalog.deinstall(id) ? 0 : WSAEINVAL;
    }
  };

/**
 * Replaces an installed provider's path, and those of its entries that the list names by dwCatalogEntryId.
 *
 * Codes: WSAEFAULT, WSAEINVAL (not installed, or not its entries), WSANO_RECOVERY. Source: reference §3.
 *
 * @param lpProviderId the provider's GUID
 * @param lpszProviderDllPath the new path
 * @param lpProtocolInfoList the new entries
 * @param dwNumberOfEntries how many entries of the list to use
 * @param lpErrno receives the code
 * @returns 0, or SOCKET_ERROR
 */
export const WSCUpdateProvider: Api<
  (
    lpProviderId: GUID,
    lpszProviderDllPath: string,
    lpProtocolInfoList: readonly WSAPROTOCOL_INFOW[],
    dwNumberOfEntries: number,
    lpErrno: LPINT,
  ) => number
> = (process) => (lpProviderId, lpszProviderDllPath, lpProtocolInfoList, dwNumberOfEntries, lpErrno) => {
  return change(process, lpErrno, update);

  function update(): number {
    if (!isString(lpProviderId) || !isString(lpszProviderDllPath) || !isRef(lpErrno)) {
      return WSAEFAULT;
    }
    const code = checkInfos(lpProtocolInfoList, dwNumberOfEntries);
    if (code !== 0) return code;
    if (!process.isPrivileged) return WSANO_RECOVERY;
    const id = normalGuid(lpProviderId);
    const infos = lpProtocolInfoList.slice(0, dwNumberOfEntries);
    return id !== null && updateEntries(process.machine.catalog, id, lpszProviderDllPath, infos) ? 0 : WSAEINVAL;
  }
};

/**
 * Changes the order of the catalog.
 *
 * Codes: WSAEINVAL (not every entry exactly once), WSANO_RECOVERY. Source: reference §3.
 *
 * @param lpwdCatalogEntryId every dwCatalogEntryId, in the new order
 * @param dwNumberOfEntries how many ids of the list to use
 * @returns 0 or the code itself
 */
export const WSCWriteProviderOrder: Api<(lpwdCatalogEntryId: readonly number[], dwNumberOfEntries: number) => number> =
  (process) => (lpwdCatalogEntryId, dwNumberOfEntries) => {
    return unlessFault(() => process.machine.catalog.commit(reorder), WSAEFAULT);

    function reorder(): number {
      if (!Array.isArray(lpwdCatalogEntryId) || lpwdCatalogEntryId.length < dwNumberOfEntries) return WSAEINVAL;
      if (!process.isPrivileged) return WSANO_RECOVERY;
      return reorderEntries(process.machine.catalog, lpwdCatalogEntryId.slice(0, dwNumberOfEntries)) ? 0 : WSAEINVAL;
    }
  };

/**
 * Installs a layered provider in one step: a hidden entry for the layer, and a chain over each entry asked for. The
 * chains come first in the catalog.
 *
 * Codes: WSAEFAULT, WSAEINVAL (no such entry; or a ProviderId of the layer or of a chain is installed already),
 * WSANO_RECOVERY (no privilege, or a chain would be too long). Source: reference §3.
 *
 * @param lpProviderId the layer's GUID
 * @param lpszProviderDllPath the path under which `machine.installModule` installed the layer
 * @param lpszLspName the layer's name, which the chains' names contain
 * @param dwServiceFlags XP1_IFS_HANDLES for a layer that passes up the handles below it, or 0
 * @param lpProtocolInfoList the (family, type, protocol) to install over; null for every one in the catalog
 * @param dwNumberOfEntries how many entries of the list to use
 * @param lpdwCatalogEntryId receives the id of the hidden entry, or null
 * @param lpErrno receives the code
 * @returns 0, or SOCKET_ERROR
 */
export const WSCInstallProviderAndChains: Api<
  (
    lpProviderId: GUID,
    lpszProviderDllPath: string,
    lpszLspName: string,
    dwServiceFlags: number,
    lpProtocolInfoList: readonly WSAPROTOCOL_INFOW[] | null,
    dwNumberOfEntries: number,
    lpdwCatalogEntryId: Ref<number> | null,
    lpErrno: LPINT,
  ) => number
> =
  (process) =>
  (
    lpProviderId,
    lpszProviderDllPath,
    lpszLspName,
    dwServiceFlags,
    lpProtocolInfoList,
    dwNumberOfEntries,
    lpdwCatalogEntryId,
    lpErrno,
  ) => {
    return change(process, lpErrno, install);

    function install(): number {
      const texts = [lpProviderId, lpszProviderDllPath, lpszLspName];
      if (texts.some((text) => !isString(text)) || !isRef(lpErrno)) return WSAEFAULT;
      const code = lpProtocolInfoList === null ? 0 : checkInfos(lpProtocolInfoList, dwNumberOfEntries);
      const id = normalGuid(lpProviderId);
      if (code !== 0 || id === null) return code || WSAEINVAL;
      const { catalog } = process.machine;
      if (catalog.pathOf(id) !== null) return WSAEINVAL;
      if (!process.isPrivileged) return WSANO_RECOVERY;
      const below = coveredEntries(catalog.entries, lpProtocolInfoList?.slice(0, dwNumberOfEntries) ?? null);
      if (below === null) return WSAEINVAL;
      // each chain has a separate ProviderId
      if (below.some((_, i) => catalog.pathOf(chainGuid(id, i + 1)) !== null)) return WSAEINVAL;
      if (below.some((entry) => entry.ProtocolChain.ChainLen >= MAX_PROTOCOL_CHAIN)) return WSANO_RECOVERY;
      return installChains(process, id, lpszProviderDllPath, lpszLspName, dwServiceFlags, below, lpdwCatalogEntryId);
    }
  };

/**
 * The first entry in the catalog for each (family, type, protocol) asked for, or for each in the catalog; `null` if no
 * entry has one of those asked for.
 */
function coveredEntries(
  entries: readonly CatalogEntry[],
  wanted: readonly WSAPROTOCOL_INFOW[] | null,
): CatalogEntry[] | null {
  const eligible = entries.filter((entry) => entry.ProtocolChain.ChainLen !== LAYERED_PROTOCOL);
  const isSame = (a: CatalogEntry, b: CatalogEntry) =>
    a.iAddressFamily === b.iAddressFamily && a.iSocketType === b.iSocketType && a.iProtocol === b.iProtocol;
  if (wanted === null) {
    return eligible.filter((entry, i) => eligible.findIndex((other) => isSame(entry, other)) === i);
  }
  const found = wanted.map((info) => eligible.find((entry) => isSame(entry, info)));
  return found.includes(undefined) || found.length === 0 ? null : (found as CatalogEntry[]);
}

function installChains(
  process: Process,
  id: GUID,
  path: string,
  name: string,
  dwServiceFlags: number,
  below: readonly CatalogEntry[],
  lpdwCatalogEntryId: Ref<number> | null,
): number {
  const { catalog } = process.machine;
  const layer: WSAPROTOCOL_INFOW = {
    ...below[0],
    dwServiceFlags1: dwServiceFlags,
    dwProviderFlags: PFL_HIDDEN,
    ProtocolChain: { ChainLen: LAYERED_PROTOCOL, ChainEntries: [] },
    szProtocol: name,
  };
  const [layerId] = catalog.install(id, path, [layer]) as number[];
  below.forEach((entry, i) => {
    catalog.install(chainGuid(id, i + 1), path, [chainOver(entry, layer, layerId)], true);
  });
  if (isRef(lpdwCatalogEntryId)) lpdwCatalogEntryId.value = layerId;
  return 0;
}

/**
 * The chain of a layer over an entry. Its handles are file handles (XP1_IFS_HANDLES) if those of both are. Source:
 * reference §3.
 */
function chainOver(entry: CatalogEntry, layer: WSAPROTOCOL_INFOW, layerId: number): WSAPROTOCOL_INFOW {
  const { ChainLen, ChainEntries } = entry.ProtocolChain;
  const below = ChainLen === 1 ? [entry.dwCatalogEntryId] : ChainEntries.slice(0, ChainLen);
  return {
    ...entry,
    dwServiceFlags1: entry.dwServiceFlags1 & (layer.dwServiceFlags1 | ~XP1_IFS_HANDLES),
    ProtocolChain: { ChainLen: ChainLen + 1, ChainEntries: [layerId, ...below] },
    szProtocol: `${layer.szProtocol} over [${entry.szProtocol}]`,
  };
}

/** The ProviderId of a layer's n-th chain: the layer's, with n added to its last digits. */
function chainGuid(id: GUID, n: number): GUID {
  const tail = (parseInt(id.slice(-8), 16) + n) >>> 0;
  return id.slice(0, -8) + tail.toString(16).toUpperCase().padStart(8, "0");
}
