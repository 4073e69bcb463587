import {
  FD_ISSET,
  INVALID_SOCKET,
  SOCKET_ERROR,
  setErrno,
  WSAEFAULT,
  WSAENOBUFS,
  WSAENOTSOCK,
  type WSPUPCALLTABLE,
} from "@ws2kit/spi";
import { unlessFault } from "../calls/fault.js";
import { WSCGetProviderPath } from "../catalog/provider-path.js";
import { SOCKET_OBJECT } from "../kernel/handle-table.js";
import { IFS_HANDLE, isSocketObject, SocketObject } from "../kernel/socket-object.js";
import type { Process } from "../process.js";

type HandleUpcall =
  | "WPUCloseSocketHandle"
  | "WPUCreateSocketHandle"
  | "WPUFDIsSet"
  | "WPUGetProviderPath"
  | "WPUQuerySocketHandleContext";

/** The upcalls for handles and the catalog. Source: reference §2.1. */
export function handleUpcalls(process: Process): Pick<WSPUPCALLTABLE, HandleUpcall> {
  const { handles, loader, machine } = process;

  return {
    WPUCreateSocketHandle(dwCatalogEntryId, dwContext, lpErrno) {
      const provider = loader.ofEntry(dwCatalogEntryId);
      const made = provider === null ? 0 : handles.add(new SocketObject(provider, dwContext));
      if (made === 0) {
        setErrno(lpErrno, WSAENOBUFS);
        return INVALID_SOCKET;
      }
      machine.counters.handles++;
      machine.counters.sockets++;
      return made as typeof INVALID_SOCKET;
    },

    WPUCloseSocketHandle(s, lpErrno) {
      const object = handles.find(s);
      if (!isSocketObject(object) || object.file !== undefined) {
        setErrno(lpErrno, WSAENOTSOCK);
        return SOCKET_ERROR;
      }
      handles.remove(s);
      machine.counters.handles--;
      machine.counters.sockets--;
      return 0;
    },

    WPUQuerySocketHandleContext(s, lpContext, lpErrno) {
      // each call of a provider begins with this upcall, so it is written for speed
      const object = handles.find(s) as SocketObject | null;
      if (object === null || object.kind < SOCKET_OBJECT || (object.kind & IFS_HANDLE) !== 0) {
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

    WPUGetProviderPath: WSCGetProviderPath(process),
  };
}
