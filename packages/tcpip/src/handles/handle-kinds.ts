import { codeOf, statusOf } from "@ws2kit/core";
import {
  type CancelOperations,
  INVALID_HANDLE_VALUE,
  MSG_PARTIAL,
  ref,
  type SOCKET,
  SOCKET_ERROR,
  setErrno,
  WSAEMFILE,
  WSAEMSGSIZE,
  WSAENOBUFS,
  WSAENOTSOCK,
} from "@ws2kit/spi";
import { abortPending } from "../socket/pending.js";
import { Socket } from "../socket/socket.js";
import type { HandleKind } from "../socket/tcpip.js";
import { SocketFile } from "./socket-file.js";

/**
 * Sockets that are files of the system. The kernel makes the handle, and WPUModifyIFSHandle makes it a socket's. The
 * outcome of an operation is a kernel status in Internal.
 */
export const ifsHandles: HandleKind = (tcp) => {
  const { imports, upcalls } = tcp;
  return {
    areFiles: true,
    create(socket, lpErrno) {
      const handle = imports.createFile(new SocketFile(tcp, socket));
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
      if (file instanceof SocketFile) return file.socket;
      setErrno(lpErrno, WSAENOTSOCK);
      return null;
    },
    isBlind(s) {
      const file = imports.fileOf(s);
      return file instanceof SocketFile && file.isBlind;
    },
    named(s) {
      const file = imports.fileOf(s);
      if (file instanceof SocketFile) file.isBlind = false;
    },
    remove: (s) => imports.closeFile(s),
    complete: (socket, _s, overlapped, code, bytes, _flags, isImmediate) =>
      imports.completeFile(socket.completion ?? null, overlapped, statusOf(code), bytes, isImmediate),
    finish(overlapped, code, bytes) {
      overlapped.InternalHigh = bytes;
      overlapped.Internal = statusOf(code);
    },
    codeOf: (overlapped) => codeOf(overlapped.Internal),
    flagsOf: (overlapped) => (codeOf(overlapped.Internal) === WSAEMSGSIZE ? MSG_PARTIAL : 0),
  };
};

/**
 * Sockets that are no files. WPUCreateSocketHandle makes the handle and stores the socket as its context. The outcome
 * of an operation is a code in OffsetHigh and flags in Offset, as in the reference provider.
 */
export const wpuHandles: HandleKind = (tcp) => {
  const { imports, upcalls } = tcp;
  const context = ref<unknown>(null);
  const errno = ref(0);
  const cancel: CancelOperations = (lpOverlapped, s) => {
    const socket = tcp.handles.find(s, errno);
    return socket === null ? 0 : abortPending(socket, tcp, lpOverlapped);
  };
  return {
    areFiles: false,
    create(socket, lpErrno) {
      const s = upcalls.WPUCreateSocketHandle(socket.info.dwCatalogEntryId, socket, errno);
      // WSPSocket/error/no-descriptors: WSAENOBUFS from the upcall means that the handle table is full
      if (s === SOCKET_ERROR) setErrno(lpErrno, errno.value === WSAENOBUFS ? WSAEMFILE : errno.value);
      return s;
    },
    find(s, lpErrno) {
      if (upcalls.WPUQuerySocketHandleContext(s, context, errno) === 0 && context.value instanceof Socket) {
        return context.value;
      }
      setErrno(lpErrno, WSAENOTSOCK);
      return null;
    },
    isBlind: () => false,
    named() {},
    pended: (s) => imports.onCancel(s, cancel),
    remove: (s) => void upcalls.WPUCloseSocketHandle(s, errno),
    complete(_socket, s, overlapped, code, bytes, flags) {
      overlapped.Offset = flags;
      overlapped.OffsetHigh = code;
      imports.WPUCompleteOverlappedRequest(s, overlapped, code, bytes, errno);
    },
    finish(overlapped, code, bytes, flags) {
      overlapped.Offset = flags;
      overlapped.OffsetHigh = code;
      overlapped.InternalHigh = bytes;
      overlapped.Internal = code;
    },
    codeOf: (overlapped) => overlapped.OffsetHigh,
    flagsOf: (overlapped) => overlapped.Offset,
  };
};
