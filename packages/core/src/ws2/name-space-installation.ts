import { type GUID, isRef, normalGuid, type Ref, WSAEACCES, WSAEFAULT, WSAEINVAL, WSANO_RECOVERY } from "@ws2kit/spi";
import {
  NS_ALL,
  sizeofWSANAMESPACE_INFOEXW,
  sizeofWSANAMESPACE_INFOW,
  type WSANAMESPACE_INFOEXW,
  type WSANAMESPACE_INFOW,
} from "@ws2kit/spi/name-spaces";
import { unlessFault } from "../calls/fault.js";
import { isNumber, isString } from "../calls/given.js";
import { type NameSpaceCatalog, nameSpacesOf } from "../catalog/name-space-catalog.js";
import { type Api, ws2Call } from "./call.js";
import { nameSpacesIn } from "./process-name-spaces.js";

type Process = Parameters<Api<unknown>>[0];

/*
 * The functions that change the list of name spaces. They need a privileged process, but no WSAStartup. If processes
 * use a snapshot of the catalog, a process that has called WSAStartup does not see the change. WSAProviderConfigChange
 * reports the change. The list is not stored: a new machine has only the shipped provider.
 */

/** Changes the list of a machine. `run` returns 0 or a code, which is the result. */
function change({ machine }: Process, run: (list: NameSpaceCatalog) => number): number {
  for (const process of machine.processes.values()) if (process.startups > 0) nameSpacesIn(process);
  const list = nameSpacesOf(machine);
  const before = list.entries;
  const code = machine.catalog.commit(() => {
    const result = unlessFault(() => run(list), WSAEFAULT);
    if (result === 0) machine.catalog.generation++;
    return result;
  });
  if (code !== 0) list.entries = before;
  return code;
}

/** Makes a function that changes the list and returns 0 or SOCKET_ERROR. */
function changeCall<Args extends unknown[]>(
  run: (list: NameSpaceCatalog, process: Process, ...args: Args) => number,
): Api<(...args: Args) => number> {
  return (process) =>
    (...args) => {
      const code = change(process, (list) => run(list, process, ...args));
      if (code !== 0) return process.fail(code);
      process.thread.lastError = 0;
      return 0;
    };
}

/**
 * Installs a provider of a name space, active, behind those that are installed, with data that
 * WSAEnumNameSpaceProvidersExW returns.
 *
 * Codes: WSAEACCES (no privilege), WSAEINVAL (NS_ALL, or not a GUID), WSANO_RECOVERY (installed already), WSAEFAULT.
 * Source: page codes; page remarks.
 *
 * @param lpszIdentifier its name
 * @param lpszPathName the path under which `machine.installModule` installed its DLL
 * @param dwNameSpace the name space, NS_*; numbers from 0x8000 up are free
 * @param dwVersion its version
 * @param lpProviderId its GUID
 * @param lpProviderSpecific its data, or null
 * @returns 0, or SOCKET_ERROR
 */
export const WSCInstallNameSpaceEx = changeCall(
  (
    list,
    process,
    lpszIdentifier: string,
    lpszPathName: string,
    dwNameSpace: number,
    dwVersion: number,
    lpProviderId: GUID,
    lpProviderSpecific: Uint8Array | null,
  ): number => {
    if (!isString(lpszIdentifier) || !isString(lpszPathName) || !isString(lpProviderId)) return WSAEFAULT;
    if (lpProviderSpecific !== null && !(lpProviderSpecific instanceof Uint8Array)) return WSAEFAULT;
    const NSProviderId = normalGuid(lpProviderId);
    if (!isNumber(dwNameSpace) || !isNumber(dwVersion) || NSProviderId === null) return WSAEINVAL;
    if (dwNameSpace >>> 0 === NS_ALL) return WSAEINVAL;
    if (!process.isPrivileged) return WSAEACCES;
    const entry = {
      NSProviderId,
      dwNameSpace: dwNameSpace >>> 0,
      fActive: true,
      dwVersion: dwVersion >>> 0,
      lpszIdentifier,
      ProviderSpecific: lpProviderSpecific?.slice() ?? null,
      path: lpszPathName,
    };
    return list.install(entry) ? 0 : WSANO_RECOVERY;
  },
);

/**
 * Installs a provider of a name space, active, behind those that are installed.
 *
 * Codes: WSAEACCES (no privilege), WSAEINVAL (NS_ALL, or not a GUID), WSANO_RECOVERY (installed already), WSAEFAULT.
 * Source: page codes; page remarks.
 *
 * @param lpszIdentifier its name
 * @param lpszPathName the path under which `machine.installModule` installed its DLL
 * @param dwNameSpace the name space, NS_*; numbers from 0x8000 up are free
 * @param dwVersion its version
 * @param lpProviderId its GUID
 * @returns 0, or SOCKET_ERROR
 */
export const WSCInstallNameSpace: Api<
  (lpszIdentifier: string, lpszPathName: string, dwNameSpace: number, dwVersion: number, lpProviderId: GUID) => number
> = (process) => {
  const install = WSCInstallNameSpaceEx(process);
  return (lpszIdentifier, lpszPathName, dwNameSpace, dwVersion, lpProviderId) =>
    install(lpszIdentifier, lpszPathName, dwNameSpace, dwVersion, lpProviderId, null);
};

/**
 * Removes a provider of a name space.
 *
 * Codes: WSANO_RECOVERY (no privilege), WSAEINVAL (not installed), WSAEFAULT. Source: page codes; page remarks.
 *
 * @param lpProviderId its GUID
 * @returns 0, or SOCKET_ERROR
 */
export const WSCUnInstallNameSpace = changeCall((list, process, lpProviderId: GUID): number => {
  if (!isString(lpProviderId)) return WSAEFAULT;
  if (!process.isPrivileged) return WSANO_RECOVERY;
  const id = normalGuid(lpProviderId);
  return id !== null && list.uninstall(id) ? 0 : WSAEINVAL;
});

/**
 * Sets whether look-ups and registrations ask a provider of a name space.
 *
 * Codes: WSAEACCES (no privilege), WSAEINVAL (not installed), WSAEFAULT, WSANO_RECOVERY (it cannot be stored). Source:
 * page codes; page remarks; design rulings.
 *
 * @param lpProviderId its GUID
 * @param fEnable whether they ask it
 * @returns 0, or SOCKET_ERROR
 */
export const WSCEnableNSProvider = changeCall((list, process, lpProviderId: GUID, fEnable: boolean): number => {
  if (!isString(lpProviderId)) return WSAEFAULT;
  if (!process.isPrivileged) return WSAEACCES;
  const id = normalGuid(lpProviderId);
  return id !== null && list.enable(id, Boolean(fEnable)) ? 0 : WSAEINVAL;
});

/**
 * Puts the providers of name spaces into another order, in which they are listed and asked.
 *
 * Codes: WSAEFAULT (fewer GUIDs than `dwNumberOfEntries`), WSAEINVAL (not each provider once), WSANO_RECOVERY (no
 * privilege). Source: page codes; page remarks.
 *
 * @param lpProviderId the GUID of each provider, in the new order
 * @param dwNumberOfEntries how many
 * @returns 0, or the code itself
 */
export const WSCWriteNameSpaceOrder: Api<(lpProviderId: readonly GUID[], dwNumberOfEntries: number) => number> =
  (process) => (lpProviderId, dwNumberOfEntries) =>
    change(process, (list) => {
      if (!Array.isArray(lpProviderId) || !(lpProviderId.length >= dwNumberOfEntries)) return WSAEFAULT;
      if (!process.isPrivileged) return WSANO_RECOVERY;
      const order = lpProviderId.slice(0, dwNumberOfEntries).map((id) => normalGuid(id) ?? "");
      return list.reorder(order) ? 0 : WSAEINVAL;
    });

/** Makes a function that lists the providers of name spaces. */
function listCall<Info extends WSANAMESPACE_INFOW>(
  infoOf: (entry: WSANAMESPACE_INFOEXW) => Info,
  sizeof: (info: Info) => number,
): Api<(lpdwBufferLength: Ref<number>, lpnspBuffer: Info[] | null) => number> {
  return ws2Call((process, lpdwBufferLength, lpnspBuffer) => {
    if (!isRef(lpdwBufferLength)) return -WSAEFAULT;
    const infos = nameSpacesIn(process).entries.map(({ path: _, ...info }) => infoOf(info));
    const needed = infos.reduce((sum, info) => sum + sizeof(info), 0);
    const room = lpdwBufferLength.value;
    if (!Array.isArray(lpnspBuffer) || !(room >= needed)) {
      lpdwBufferLength.value = needed;
      return -WSAEFAULT;
    }
    infos.forEach((info, i) => {
      lpnspBuffer[i] = info;
    });
    return infos.length;
  });
}

/**
 * Returns the providers of name spaces.
 *
 * Codes: WSAEFAULT (`lpdwBufferLength` receives the bytes needed), WSANOTINITIALISED. Source: page codes; page remarks.
 *
 * @param lpdwBufferLength holds the bytes of room, as `sizeofWSANAMESPACE_INFOW` counts them, and receives those needed
 * @param lpnspBuffer receives the entries from its start; null asks for the size
 * @returns the number of entries, or SOCKET_ERROR
 */
export const WSAEnumNameSpaceProvidersW = listCall(
  ({ ProviderSpecific: _, ...info }): WSANAMESPACE_INFOW => info,
  sizeofWSANAMESPACE_INFOW,
);

/**
 * Returns the providers of name spaces, with the data that WSCInstallNameSpaceEx stored.
 *
 * Codes: WSAEFAULT (`lpdwBufferLength` receives the bytes needed), WSANOTINITIALISED. Source: page codes; page remarks.
 *
 * @param lpdwBufferLength holds the bytes of room, as `sizeofWSANAMESPACE_INFOEXW` counts them, and receives those
 * needed
 * @param lpnspBuffer receives the entries from its start; null asks for the size
 * @returns the number of entries, or SOCKET_ERROR
 */
export const WSAEnumNameSpaceProvidersExW = listCall(
  (info): WSANAMESPACE_INFOEXW => ({ ...info, ProviderSpecific: info.ProviderSpecific?.slice() ?? null }),
  sizeofWSANAMESPACE_INFOEXW,
);
