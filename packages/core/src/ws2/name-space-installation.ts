import { type GUID, isRef, normalGuid, type Ref, WSAEACCES, WSAEFAULT, WSAEINVAL } from "@ws2kit/spi";
import { NS_ALL, sizeofWSANAMESPACE_INFOW, type WSANAMESPACE_INFOW } from "@ws2kit/spi/name-spaces";
import { unlessFault } from "../calls/fault.js";
import { isNumber, isString } from "../calls/given.js";
import { nameSpacesOf } from "../catalog/name-space-catalog.js";
import { type Api, ws2Call } from "./call.js";

/*
 * The functions that change the list of name spaces. They need no WSAStartup but a privileged process (WSAEACCES). The
 * list is not stored: a new machine has the shipped provider alone.
 */

/** Makes such a function of one that returns 0 or its code. */
function change<Args extends unknown[]>(
  run: (process: Parameters<Api<unknown>>[0], ...args: Args) => number,
): Api<(...args: Args) => number> {
  return (process) =>
    (...args) => {
      const code = unlessFault(() => run(process, ...args), WSAEFAULT);
      if (code !== 0) return process.fail(code);
      process.thread.lastError = 0;
      return 0;
    };
}

/**
 * Installs a provider of a name space, active, behind those that are installed.
 *
 * Codes: WSAEACCES (no privilege), WSAEINVAL (NS_ALL, not a GUID, or installed already), WSAEFAULT. Source: page codes;
 * page remarks.
 *
 * @param lpszIdentifier its name
 * @param lpszPathName the path under which `machine.installModule` installed its DLL
 * @param dwNameSpace the name space, NS_*; numbers from 0x8000 up are free
 * @param dwVersion its version
 * @param lpProviderId its GUID
 * @returns 0, or SOCKET_ERROR
 */
export const WSCInstallNameSpace = change(
  (
    process,
    lpszIdentifier: string,
    lpszPathName: string,
    dwNameSpace: number,
    dwVersion: number,
    lpProviderId: GUID,
  ): number => {
    if (!isString(lpszIdentifier) || !isString(lpszPathName) || !isString(lpProviderId)) return WSAEFAULT;
    const NSProviderId = normalGuid(lpProviderId);
    const isSound = isNumber(dwNameSpace) && dwNameSpace !== NS_ALL && isNumber(dwVersion) && NSProviderId !== null;
    if (!isSound) return WSAEINVAL;
    if (!process.isPrivileged) return WSAEACCES;
    const entry = { NSProviderId, dwNameSpace, fActive: true, dwVersion, lpszIdentifier, path: lpszPathName };
    return nameSpacesOf(process.machine).install(entry) ? 0 : WSAEINVAL;
  },
);

/**
 * Removes a provider of a name space.
 *
 * Codes: WSAEACCES (no privilege), WSAEINVAL (not installed), WSAEFAULT. Source: page codes; page remarks.
 *
 * @param lpProviderId its GUID
 * @returns 0, or SOCKET_ERROR
 */
export const WSCUnInstallNameSpace = change((process, lpProviderId: GUID): number => {
  if (!isString(lpProviderId)) return WSAEFAULT;
  if (!process.isPrivileged) return WSAEACCES;
  const id = normalGuid(lpProviderId);
  return id !== null && nameSpacesOf(process.machine).uninstall(id) ? 0 : WSAEINVAL;
});

/**
 * Has look-ups ask a provider of a name space, or not ask it.
 *
 * Codes: WSAEACCES (no privilege), WSAEINVAL (not installed), WSAEFAULT. Source: page codes; page remarks.
 *
 * @param lpProviderId its GUID
 * @param fEnable whether look-ups ask it
 * @returns 0, or SOCKET_ERROR
 */
export const WSCEnableNSProvider = change((process, lpProviderId: GUID, fEnable: boolean): number => {
  if (!isString(lpProviderId)) return WSAEFAULT;
  if (!process.isPrivileged) return WSAEACCES;
  const id = normalGuid(lpProviderId);
  return id !== null && nameSpacesOf(process.machine).enable(id, Boolean(fEnable)) ? 0 : WSAEINVAL;
});

/**
 * Returns the providers of name spaces.
 *
 * Codes: WSAEFAULT (`lpdwBufferLength` receives the bytes needed), WSANOTINITIALISED. Source: page codes; page remarks.
 *
 * @param lpdwBufferLength holds the bytes of room, as `sizeofWSANAMESPACE_INFOW` counts them, and receives those needed
 * @param lpnspBuffer receives the entries from its start; null asks for the size
 * @returns the number of entries, or SOCKET_ERROR
 */
export const WSAEnumNameSpaceProvidersW = ws2Call(
  (process, lpdwBufferLength: Ref<number>, lpnspBuffer: WSANAMESPACE_INFOW[] | null) => {
    if (!isRef(lpdwBufferLength)) return -WSAEFAULT;
    const infos = nameSpacesOf(process.machine).entries.map(({ path: _, ...info }): WSANAMESPACE_INFOW => info);
    const needed = infos.reduce((sum, info) => sum + sizeofWSANAMESPACE_INFOW(info), 0);
    const room = lpdwBufferLength.value;
    if (!Array.isArray(lpnspBuffer) || !(room >= needed)) {
      lpdwBufferLength.value = needed;
      return -WSAEFAULT;
    }
    infos.forEach((info, i) => {
      lpnspBuffer[i] = info;
    });
    return infos.length;
  },
);
