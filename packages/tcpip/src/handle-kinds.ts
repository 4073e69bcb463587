import type { ProviderImports, WSPUPCALLTABLE } from "@ws2kit/spi";
import {
  INVALID_HANDLE_VALUE,
  type LPINT,
  ref,
  type SOCKET,
  SOCKET_ERROR,
  setErrno,
  WSAEMFILE,
  WSAENOTSOCK,
} from "@ws2kit/spi";
import { Socket } from "./socket.js";

/** How a provider's sockets get their handles, in one process. */
export interface Handles {
  /** Whether the system closes what is behind them when the process ends. */
  readonly areFiles: boolean;
  /** A handle for `socket`, or INVALID_SOCKET with the code. */
  create(socket: Socket, lpErrno: LPINT): SOCKET;
  /** The socket behind a handle, or `null` with WSAENOTSOCK. */
  find(s: SOCKET, lpErrno: LPINT): Socket | null;
  /** Takes a handle out of ws2's table. */
  remove(s: SOCKET): void;
}

export type HandleKind = (imports: ProviderImports, upcalls: WSPUPCALLTABLE) => Handles;

/** Sockets that are files of the system: the kernel makes the handle, WPUModifyIFSHandle makes it a socket. */
export const ifsHandles: HandleKind = (imports, upcalls) => ({
  areFiles: true,
  create(socket, lpErrno) {
    const handle = imports.createFile(socket);
    if (handle === INVALID_HANDLE_VALUE) {
      setErrno(lpErrno, WSAEMFILE);
      return SOCKET_ERROR as SOCKET;
    }
    const s = upcalls.WPUModifyIFSHandle(socket.info.dwCatalogEntryId, handle, lpErrno);
    if (s === SOCKET_ERROR) imports.closeFile(handle);
    return s;
  },
  find(s, lpErrno) {
    const file = imports.fileOf(s);
    if (file instanceof Socket) return file;
    setErrno(lpErrno, WSAENOTSOCK);
    return null;
  },
  remove: (s) => imports.closeFile(s),
});

/** Sockets that are no files: WPUCreateSocketHandle makes the handle and keeps the socket behind it. */
export const wpuHandles: HandleKind = (_imports, upcalls) => {
  const context = ref<unknown>(null);
  const errno = ref(0);
  return {
    areFiles: false,
    create: (socket, lpErrno) => upcalls.WPUCreateSocketHandle(socket.info.dwCatalogEntryId, socket, lpErrno),
    find(s, lpErrno) {
      if (upcalls.WPUQuerySocketHandleContext(s, context, errno) === 0 && context.value instanceof Socket) {
        return context.value;
      }
      setErrno(lpErrno, WSAENOTSOCK);
      return null;
    },
    remove: (s) => void upcalls.WPUCloseSocketHandle(s, errno),
  };
};
