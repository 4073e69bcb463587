import {
  type GUID,
  LAYERED_PROTOCOL,
  type LPINT,
  MAX_PROTOCOL_CHAIN,
  normalGuid,
  PFL_HIDDEN,
  PFL_MATCHES_PROTOCOL_ZERO,
  type Ref,
  ref,
  SOCKET_ERROR,
  WSAEINVAL,
  WSANO_RECOVERY,
  type WSAPROTOCOL_INFOW,
  XP1_IFS_HANDLES,
} from "@ws2kit/spi";

/** The functions of ws2 that an installer needs. Only some systems have the function that orders the catalog. */
export interface Installer {
  /** Lists the catalog. */
  WSCEnumProtocols(
    lpiProtocols: readonly number[] | null,
    lpProtocolBuffer: WSAPROTOCOL_INFOW[] | null,
    lpdwBufferLength: Ref<number>,
    lpErrno: LPINT,
  ): number;
  /** Installs a provider's entries. */
  WSCInstallProvider(
    lpProviderId: GUID,
    lpszProviderDllPath: string,
    lpProtocolInfoList: readonly WSAPROTOCOL_INFOW[],
    dwNumberOfEntries: number,
    lpErrno: LPINT,
  ): number;
  /** Removes a provider's entries. */
  WSCDeinstallProvider(lpProviderId: GUID, lpErrno: LPINT): number;
  /** Changes the order of the catalog; absent on a system without that function. */
  WSCWriteProviderOrder?(lpwdCatalogEntryId: readonly number[], dwNumberOfEntries: number): number;
}

/** The functions of ws2 that `installLayer` calls. WSCDeinstallProvider may be absent. */
export type LayerInstaller = Omit<Installer, "WSCDeinstallProvider"> & Partial<Pick<Installer, "WSCDeinstallProvider">>;

/** The catalog entries that `installLayer` writes. */
export interface LayerNames {
  /** The GUID of the layer's hidden entry. Its chains have the next GUID. */
  readonly ProviderId: GUID;
  /** The layer's name, which its chains' names contain. */
  readonly name: string;
  /** As in the layer's definition. If it is set, chains over entries with XP1_IFS_HANDLES have that flag too. */
  readonly passesHandles?: boolean;
  /** Selects the entries to cover; by default every base entry and chain. */
  readonly covers?: (entry: WSAPROTOCOL_INFOW) => boolean;
}

/**
 * Installs a layer: first a hidden entry for its identifier, then a chain over each entry that it covers. If the system
 * can order its catalog, the chains come first. All chains share one ProviderId, so that select may mix their sockets.
 * Returns 0 or the code: WSAEINVAL if the ProviderId is not a GUID, WSANO_RECOVERY if a chain would have more than
 * seven entries, or the code of ws2. Source: reference §3.
 */
export function installLayer(ws2: LayerInstaller, path: string, layer: LayerNames): number {
  const { name, covers } = layer;
  const ProviderId = normalGuid(layer.ProviderId);
  if (ProviderId === null) return WSAEINVAL;
  const below = entriesOf(ws2).filter((entry) => entry.ProtocolChain.ChainLen !== LAYERED_PROTOCOL);
  const covered = topMost(below).filter(covers ?? (() => true));
  if (covered.length === 0 || covered.some((entry) => entry.ProtocolChain.ChainLen >= MAX_PROTOCOL_CHAIN)) {
    return WSANO_RECOVERY;
  }
  const errno = ref(0);
  const hidden: WSAPROTOCOL_INFOW = {
    ...covered[0],
    dwProviderFlags: (covered[0].dwProviderFlags | PFL_HIDDEN) & ~PFL_MATCHES_PROTOCOL_ZERO,
    ProtocolChain: { ChainLen: LAYERED_PROTOCOL, ChainEntries: [] },
    szProtocol: name,
  };
  if (ws2.WSCInstallProvider(ProviderId, path, [hidden], 1, errno) === SOCKET_ERROR) return errno.value;
  const own = entriesOf(ws2).find((entry) => entry.ProviderId === ProviderId) as WSAPROTOCOL_INFOW;
  const chains = covered.map((entry) => chainOver(entry, own.dwCatalogEntryId, layer));
  const chainsId = idAfter(ProviderId, 1);
  if (ws2.WSCInstallProvider(chainsId, path, chains, chains.length, errno) === 0) return putFirst(ws2, chainsId);
  // without chains the layer's entry is useless: remove it
  ws2.WSCDeinstallProvider?.(ProviderId, ref(0));
  return errno.value;
}

/** Every entry of the catalog. */
export function entriesOf(ws2: Pick<Installer, "WSCEnumProtocols">): WSAPROTOCOL_INFOW[] {
  const size = ref(0);
  ws2.WSCEnumProtocols(null, null, size, ref(0));
  const entries: WSAPROTOCOL_INFOW[] = [];
  ws2.WSCEnumProtocols(null, entries, size, ref(0));
  return entries;
}

/** The first entry for each family, type and protocol. */
export function topMost(entries: readonly WSAPROTOCOL_INFOW[]): WSAPROTOCOL_INFOW[] {
  const keyOf = (entry: WSAPROTOCOL_INFOW) => `${entry.iAddressFamily} ${entry.iSocketType} ${entry.iProtocol}`;
  return entries.filter((entry, i) => entries.findIndex((other) => keyOf(other) === keyOf(entry)) === i);
}

/** The chain of a layer over an entry. */
function chainOver(entry: WSAPROTOCOL_INFOW, layerId: number, layer: LayerNames): WSAPROTOCOL_INFOW {
  const { name, passesHandles = false } = layer;
  const { ChainLen, ChainEntries } = entry.ProtocolChain;
  const below = ChainLen === 1 ? [entry.dwCatalogEntryId] : ChainEntries.slice(0, ChainLen);
  return {
    ...entry,
    dwServiceFlags1: passesHandles ? entry.dwServiceFlags1 : entry.dwServiceFlags1 & ~XP1_IFS_HANDLES,
    ProtocolChain: { ChainLen: ChainLen + 1, ChainEntries: [layerId, ...below] },
    szProtocol: `${name} over [${entry.szProtocol}]`,
  };
}

/** The identifier `n` after this one. */
export function idAfter(ProviderId: GUID, n: number): GUID {
  const id = normalGuid(ProviderId) ?? ProviderId;
  const tail = (parseInt(id.slice(-8), 16) + n) >>> 0;
  return id.slice(0, -8) + tail.toString(16).toUpperCase().padStart(8, "0");
}

/**
 * Puts a provider's entries ahead of the others, if the system can order its catalog. On other systems chains are
 * first.
 */
function putFirst(ws2: LayerInstaller, ProviderId: GUID): number {
  if (ws2.WSCWriteProviderOrder === undefined) return 0;
  const entries = entriesOf(ws2);
  const isFirst = (entry: WSAPROTOCOL_INFOW) => entry.ProviderId === ProviderId;
  const order = [...entries.filter(isFirst), ...entries.filter((entry) => !isFirst(entry))];
  return ws2.WSCWriteProviderOrder(
    order.map((entry) => entry.dwCatalogEntryId),
    order.length,
  );
}
