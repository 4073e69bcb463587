import {
  type GUID,
  getUint32,
  holds,
  isRef,
  type LPINT,
  normalGuid,
  type Pointer,
  type Ref,
  setUint32,
  WSAEFAULT,
  WSAEINVAL,
  WSANO_RECOVERY,
} from "@ws2kit/spi";
import { answer } from "../calls/answer.js";
import { isNumber, isString } from "../calls/given.js";
import { applicationKey, permittedEntries } from "../catalog/categories.js";
import type { Api } from "./call.js";
import { WSAStartup } from "./startup.js";

/** The information class of WSCGetProviderInfo and WSCSetProviderInfo. */
export const ProviderInfoLspCategories = 0;

const DWORD_SIZE = 4;

/** Checks a class of information and its flags. Returns 0 or the code. */
function checkClass(InfoType: number, Flags: number): number {
  if (InfoType !== ProviderInfoLspCategories) return WSANO_RECOVERY;
  return Flags === 0 ? 0 : WSAEINVAL;
}

/**
 * Reports the categories of a layered provider: LSP_*, as a DWORD (4 bytes); 0 for a provider without categories.
 *
 * Codes: WSAEFAULT (a null pointer, or too little room: `InfoSize` receives the length needed), WSAEINVAL (flags),
 * WSANO_RECOVERY (not installed, or an unknown class). Source: page codes; oracle WSCGetProviderInfo-01.
 *
 * @param lpProviderId the provider's GUID
 * @param InfoType ProviderInfoLspCategories (0)
 * @param Info receives the categories; null asks for the size
 * @param InfoSize holds the length of the buffer in bytes, and receives the length of the information
 * @param Flags 0
 * @param lpErrno receives the code
 * @returns 0, or SOCKET_ERROR
 */
export const WSCGetProviderInfo: Api<
  (lpProviderId: GUID, InfoType: number, Info: Pointer, InfoSize: Ref<number>, Flags: number, lpErrno: LPINT) => number
> = (process) => (lpProviderId, InfoType, Info, InfoSize, Flags, lpErrno) =>
  answer(lpErrno, () => {
    const { catalog } = process.machine;
    if (!isString(lpProviderId) || !isRef(InfoSize)) return -WSAEFAULT;
    const id = normalGuid(lpProviderId);
    if (id === null || catalog.pathOf(id) === null) return -WSANO_RECOVERY;
    const code = checkClass(InfoType, Flags);
    if (code !== 0) return -code;
    const room = InfoSize.value;
    InfoSize.value = DWORD_SIZE;
    if (!(room >= DWORD_SIZE) || !holds(Info, 0, DWORD_SIZE)) return -WSAEFAULT;
    setUint32(Info, 0, catalog.categories.get(id) ?? 0);
    return 0;
  });

/**
 * Sets the categories of a layered provider. They apply to processes that call WSAStartup afterwards.
 *
 * Codes: WSAEFAULT, WSAEINVAL (not 4 bytes, flags), WSANO_RECOVERY (not installed, an unknown class, no privilege, or
 * it cannot be stored). Source: page codes.
 *
 * @param lpProviderId the GUID of the layer's own entry, not of its chains
 * @param InfoType ProviderInfoLspCategories (0)
 * @param Info the categories, LSP_*: `DWORD(LSP_INSPECTOR | LSP_FIREWALL)` makes the bytes
 * @param InfoSize bytes of the information: 4
 * @param Flags 0
 * @param lpErrno receives the code
 * @returns 0, or SOCKET_ERROR
 */
export const WSCSetProviderInfo: Api<
  (lpProviderId: GUID, InfoType: number, Info: Pointer, InfoSize: number, Flags: number, lpErrno: LPINT) => number
> = (process) => (lpProviderId, InfoType, Info, InfoSize, Flags, lpErrno) =>
  answer(lpErrno, () => {
    if (!isString(lpProviderId) || Info === null) return -WSAEFAULT;
    const { catalog } = process.machine;
    const id = normalGuid(lpProviderId);
    const code = checkClass(InfoType, Flags);
    if (code !== 0) return -code;
    if (InfoSize !== DWORD_SIZE) return -WSAEINVAL;
    if (!holds(Info, 0, DWORD_SIZE)) return -WSAEFAULT;
    if (!process.isPrivileged) return -WSANO_RECOVERY;
    return (
      0 -
      catalog.commit(() => {
        if (id === null || catalog.pathOf(id) === null) return WSANO_RECOVERY;
        catalog.categorize(id, getUint32(Info, 0));
        return 0;
      })
    );
  });

/** The key of an application that a caller names, or a negative code. */
function keyOf(path: unknown, pathLength: unknown, extra: unknown, extraLength: unknown): string | number {
  if (!isString(path) || !(extra === null || isString(extra))) return -WSAEFAULT;
  if (!isNumber(pathLength) || !isNumber(extraLength) || !(pathLength > 0)) return -WSAEINVAL;
  if (pathLength > path.length || (extra !== null && extraLength > extra.length)) return -WSAEFAULT;
  return applicationKey(path.slice(0, pathLength), extra === null ? null : extra.slice(0, extraLength));
}

/**
 * Reports the categories of the layers that an application loads.
 *
 * Codes: WSAEFAULT, WSAEINVAL, WSANO_RECOVERY (it has no categories). Source: page codes.
 *
 * @param Path the path of the application, as `openProcess` received it; case does not matter
 * @param PathLength characters of the path, without a terminator
 * @param Extra the command line that the application is started with; null for any
 * @param ExtraLength characters of the command line
 * @param pPermittedLspCategories receives LSP_*
 * @param lpErrno receives the code
 * @returns 0, or SOCKET_ERROR
 */
export const WSCGetApplicationCategory: Api<
  (
    Path: string,
    PathLength: number,
    Extra: string | null,
    ExtraLength: number,
    pPermittedLspCategories: Ref<number>,
    lpErrno: LPINT,
  ) => number
> = (process) => (Path, PathLength, Extra, ExtraLength, pPermittedLspCategories, lpErrno) =>
  answer(lpErrno, () => {
    if (!isRef(pPermittedLspCategories)) return -WSAEFAULT;
    const key = keyOf(Path, PathLength, Extra, ExtraLength);
    if (isNumber(key)) return key;
    const permitted = process.machine.catalog.categories.get(key);
    if (permitted === undefined) return -WSANO_RECOVERY;
    pPermittedLspCategories.value = permitted;
    return 0;
  });

/**
 * Adds categories to those of the layers that an application loads. An application without categories loads all layers.
 * An application with categories loads a layer only if the layer has categories and the application has each of them;
 * if the application has LSP_SYSTEM, the layer must have LSP_SYSTEM too. The setting applies to processes that call
 * WSAStartup afterwards: other layers and their chains are not in their catalog.
 *
 * Codes: WSAEFAULT, WSAEINVAL, WSANO_RECOVERY (no privilege, or it cannot be stored). Source: page remarks.
 *
 * @param Path the path of the application, as `openProcess` receives it; case does not matter
 * @param PathLength characters of the path, without a terminator
 * @param Extra the command line that the application is started with; null for any
 * @param ExtraLength characters of the command line
 * @param PermittedLspCategories LSP_*
 * @param pPrevPermLspCat receives the previous categories; may be null
 * @param lpErrno receives the code
 * @returns 0, or SOCKET_ERROR
 */
export const WSCSetApplicationCategory: Api<
  (
    Path: string,
    PathLength: number,
    Extra: string | null,
    ExtraLength: number,
    PermittedLspCategories: number,
    pPrevPermLspCat: Ref<number> | null,
    lpErrno: LPINT,
  ) => number
> = (process) => (Path, PathLength, Extra, ExtraLength, PermittedLspCategories, pPrevPermLspCat, lpErrno) =>
  answer(lpErrno, () => {
    if (pPrevPermLspCat !== null && !isRef(pPrevPermLspCat)) return -WSAEFAULT;
    const key = keyOf(Path, PathLength, Extra, ExtraLength);
    if (isNumber(key)) return key;
    if (!isNumber(PermittedLspCategories)) return -WSAEINVAL;
    if (!process.isPrivileged) return -WSANO_RECOVERY;
    const { catalog } = process.machine;
    return (
      0 -
      catalog.commit(() => {
        const before = catalog.categories.get(key) ?? 0;
        if (pPrevPermLspCat !== null) pPrevPermLspCat.value = before;
        catalog.categorize(key, (before | PermittedLspCategories) >>> 0);
        return 0;
      })
    );
  });

/** `WSAStartup` of a system with categories: the first call selects the entries that the application may use. */
export const WSAStartupWithCategories: Api<ReturnType<typeof WSAStartup>> = (process) => {
  const startup = WSAStartup(process);
  return (...args) => {
    const code = startup(...args);
    const { application = "", commandLine = "" } = process.options;
    if (code === 0 && process.startups === 1 && process.snapshot !== null && application !== "") {
      process.snapshot = permittedEntries(process.machine.catalog, process.snapshot, application, commandLine);
    }
    return code;
  };
};
