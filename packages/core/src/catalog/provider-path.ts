import { type GUID, isRef, type LPINT, normalGuid, type Ref, WSAEFAULT, WSAEINVAL } from "@ws2kit/spi";
import { answer } from "../calls/answer.js";

/**
 * The path of an installed provider; `lpProviderDllPathLen` holds the room in UTF-16 units with the terminator, and
 * receives what the path takes. 0, or SOCKET_ERROR with WSAEFAULT or WSAEINVAL (not installed) in `lpErrno`.
 */
export const WSCGetProviderPath =
  ({ machine }: { readonly machine: { readonly catalog: { pathOf(ProviderId: GUID): string | null } } }) =>
  (lpProviderId: GUID, lpszProviderDllPath: Ref<string>, lpProviderDllPathLen: Ref<number>, lpErrno: LPINT): number =>
    answer(lpErrno, () => {
      if (!isRef(lpszProviderDllPath) || !isRef(lpProviderDllPathLen) || typeof lpProviderId !== "string") {
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
