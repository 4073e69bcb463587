import {
  type GUID,
  isRef,
  type LPINT,
  normalGuid,
  type Ref,
  setErrno,
  SOCKET_ERROR,
  WSAEFAULT,
  WSAEINVAL,
  WSANO_RECOVERY,
  type WSAPROTOCOL_INFOW,
} from "@ws2kit/spi";
import { isEnumerable } from "../catalog.js";
import { enumProtocols } from "../enum-protocols.js";
import { type Api, ws2Call } from "./call.js";

/**
 * Copies the base protocols and chains that are not hidden. Their number, or SOCKET_ERROR with WSAENOBUFS (`length`
 * then says how many bytes would do), WSAEFAULT, WSANOTINITIALISED.
 *
 * @param lpiProtocols protocols to list, ended by 0; `null` for all
 * @param lpProtocolBuffer receives the infos from its start; `null` to ask for the size
 * @param lpdwBufferLength the size in bytes, 628 for each info
 * Source: reference §3; oracle WSAEnumProtocols-01, -05, -06.
 */
export const WSAEnumProtocolsW = ws2Call(
  (
    process,
    lpiProtocols: readonly number[] | null,
    lpProtocolBuffer: WSAPROTOCOL_INFOW[] | null,
    lpdwBufferLength: Ref<number>,
  ) => enumProtocols(process.entries.filter(isEnumerable), lpiProtocols, lpProtocolBuffer, lpdwBufferLength),
);

/** As WSAEnumProtocolsW, but every entry of the machine's catalog, and errors through `lpErrno`. Source: §3. */
export const WSCEnumProtocols: Api<
  (
    lpiProtocols: readonly number[] | null,
    lpProtocolBuffer: WSAPROTOCOL_INFOW[] | null,
    lpdwBufferLength: Ref<number>,
    lpErrno: LPINT,
  ) => number
> = (process) => process.imports.WSCEnumProtocols;

/**
 * Puts a provider's entries at the end of the catalog, each with a new dwCatalogEntryId. 0, or SOCKET_ERROR with
 * WSAEFAULT, WSAEINVAL (no entries, or ProviderId no GUID), WSANO_RECOVERY (installed already) in `lpErrno`.
 *
 * @param lpszProviderDllPath where `machine.installModule` put the provider
 * Source: reference §3.
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
  const code = install();
  if (code === 0) return 0;
  setErrno(lpErrno, code);
  return SOCKET_ERROR;

  function install(): number {
    if (typeof lpProviderId !== "string" || typeof lpszProviderDllPath !== "string") return WSAEFAULT;
    if (!Array.isArray(lpProtocolInfoList) || !isRef(lpErrno)) return WSAEFAULT;
    const id = normalGuid(lpProviderId);
    if (id === null || !(dwNumberOfEntries > 0)) return WSAEINVAL;
    const infos = lpProtocolInfoList.slice(0, dwNumberOfEntries);
    if (infos.length < dwNumberOfEntries || infos.some((info) => typeof info !== "object" || info === null)) {
      return WSAEFAULT;
    }
    return process.machine.catalog.install(id, lpszProviderDllPath, infos) ? 0 : WSANO_RECOVERY;
  }
};

/**
 * Takes a provider's entries out of the catalog; sockets that it has open live on. 0, or SOCKET_ERROR with WSAEFAULT
 * or WSAEINVAL (not installed) in `lpErrno`. Source: reference §3.
 */
export const WSCDeinstallProvider: Api<(lpProviderId: GUID, lpErrno: LPINT) => number> =
  (process) => (lpProviderId, lpErrno) => {
    const id = normalGuid(lpProviderId);
    if (id !== null && process.machine.catalog.deinstall(id)) return 0;
    setErrno(lpErrno, typeof lpProviderId === "string" ? WSAEINVAL : WSAEFAULT);
    return SOCKET_ERROR;
  };
