import { type GUID, isRef, type LPINT, normalGuid, type Ref, WSAEFAULT, WSAEINVAL } from "@ws2kit/spi";
import { answer } from "../calls/answer.js";
import { isString } from "../calls/given.js";

/**
 * Writes the path of an installed provider's DLL, as it was installed: variables of the environment are not expanded.
 *
 * Codes: WSAEINVAL (not installed), WSAEFAULT (too little room; `lpProviderDllPathLen` receives the length needed).
 * Source: reference §3.
 *
 * @param lpProviderId the provider's GUID
 * @param lpszProviderDllPath receives the path
 * @param lpProviderDllPathLen holds the length of the buffer in UTF-16 units, terminator included, and receives the
 * length of the path
 * @param lpErrno receives the code
 * @returns 0, or SOCKET_ERROR
 */
export const WSCGetProviderPath =
  ({ machine }: { readonly machine: { readonly catalog: { pathOf(ProviderId: GUID): string | null } } }) =>
  (lpProviderId: GUID, lpszProviderDllPath: Ref<string>, lpProviderDllPathLen: Ref<number>, lpErrno: LPINT): number =>
    answer(lpErrno, () => {
      if (!isRef(lpszProviderDllPath) || !isRef(lpProviderDllPathLen) || !isString(lpProviderId)) {
        return -WSAEFAULT;
      }
      const id = normalGuid(lpProviderId);
      const path = id === null ? null : machine.catalog.pathOf(id);
      if (path === null) return -WSAEINVAL;
      const room = lpProviderDllPathLen.value;
      lpProviderDllPathLen.value = path.length + 1;
      if (!(room > path.length)) return -WSAEFAULT;
      lpszProviderDllPath.value = path;
      return 0;
    });
