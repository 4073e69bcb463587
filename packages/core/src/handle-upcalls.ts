import {
  FD_ISSET,
  INVALID_SOCKET,
  isRef,
  type LPBLOCKINGCALLBACK,
  SOCKET_ERROR,
  setErrno,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOBUFS,
  WSAENOTSOCK,
  type WSPUPCALLTABLE,
} from "@ws2kit/spi";
import { unlessFault } from "./fault.js";
import type { Process } from "./process.js";
import { fileOf, isSocketObject, SocketObject } from "./socket-object.js";

type HandleUpcall =
  | "WPUCloseSocketHandle"
  | "WPUCreateSocketHandle"
  | "WPUFDIsSet"
  | "WPUGetProviderPath"
  | "WPUModifyIFSHandle"
  | "WPUQueryBlockingCallback"
  | "WPUQuerySocketHandleContext";

/** The upcalls about handles and the catalog. Source: reference §2.1; seed 004. */
export function handleUpcalls(process: Process): Pick<WSPUPCALLTABLE, HandleUpcall> {
  const { handles, loader, machine } = process;

  return {
    WPUCreateSocketHandle(dwCatalogEntryId, dwContext, lpErrno) {
      const provider = loader.ofEntry(dwCatalogEntryId);
      const made = provider === null ? 0 : handles.add(new SocketObject(provider, dwCatalogEntryId, dwContext, null));
      if (made === 0) {
        setErrno(lpErrno, WSAENOBUFS);
        return INVALID_SOCKET;
      }
      machine.counters.handles++;
      machine.counters.sockets++;
      return made as typeof INVALID_SOCKET;
    },

    WPUModifyIFSHandle(dwCatalogEntryId, ProposedHandle, lpErrno) {
      const provider = loader.ofEntry(dwCatalogEntryId);
      const object = handles.find(ProposedHandle);
      const file = fileOf(object);
      if (provider === null || file === null) {
        setErrno(lpErrno, WSAEINVAL);
        return INVALID_SOCKET;
      }
      if (!isSocketObject(object)) machine.counters.sockets++;
      const socket = new SocketObject(provider, dwCatalogEntryId, null, file);
      if (isSocketObject(object)) socket.association = object.association;
      handles.replace(ProposedHandle, socket);
      return ProposedHandle as number as typeof INVALID_SOCKET;
    },

    WPUCloseSocketHandle(s, lpErrno) {
      const object = handles.find(s);
      if (!isSocketObject(object) || object.file !== null) {
        setErrno(lpErrno, WSAENOTSOCK);
        return SOCKET_ERROR;
      }
      handles.remove(s);
      machine.counters.handles--;
      machine.counters.sockets--;
      return 0;
    },

    WPUQuerySocketHandleContext(s, lpContext, lpErrno) {
      const object = handles.find(s);
      if (!isSocketObject(object) || object.file !== null) {
        setErrno(lpErrno, WSAENOTSOCK);
        return SOCKET_ERROR;
      }
      try {
        lpContext.value = object.context;
        return 0;
      } catch {
        setErrno(lpErrno, WSAEFAULT);
        return SOCKET_ERROR;
      }
    },

    WPUFDIsSet(s, fdset) {
      return unlessFault(() => FD_ISSET(s, fdset), false) ? 1 : 0;
    },

    WPUGetProviderPath(lpProviderId, lpszProviderDllPath, lpProviderDllPathLen, lpErrno) {
      const code = process.providerPath(lpProviderId, lpszProviderDllPath, lpProviderDllPathLen);
      if (code === 0) return 0;
      setErrno(lpErrno, code);
      return SOCKET_ERROR;
    },

    WPUQueryBlockingCallback(dwCatalogEntryId, lplpfnCallback, lpdwContext, lpErrno) {
      const code = unlessFault(() => {
        if (!isRef(lplpfnCallback) || !isRef(lpdwContext)) return WSAEFAULT;
        if (process.entry(dwCatalogEntryId) === null) return WSAEINVAL;
        lplpfnCallback.value = callbackOf(process);
        lpdwContext.value = null;
        return 0;
      }, WSAEFAULT);
      if (code === 0) return 0;
      setErrno(lpErrno, code);
      return SOCKET_ERROR;
    },
  };
}

/** The current thread's blocking hook as a provider calls it: `false` once the call is cancelled. */
function callbackOf(process: Process): LPBLOCKINGCALLBACK | null {
  const { thread } = process;
  const { hook } = thread;
  if (hook === null) return null;
  return () => {
    process.whileShut(hook);
    return !thread.cancelled;
  };
}
