import { type HANDLE, INVALID_SOCKET, MAKEWORD, type SOCKET, WSAEINVAL, WSAENOTSOCK } from "@ws2kit/spi";
import { mutants, type Row, refuse } from "../rows.js";

/** A provider without files: WPUCreateSocketHandle makes its handles, and WPUCloseSocketHandle closes them. */
const WITHOUT_FILES: readonly Row[] = [
  [
    "a handle is not made through the upcall",
    "WSPSocket/non-ifs/create-handle",
    () => {
      let next = 0x100000;
      return {
        upcalls: {
          WPUCreateSocketHandle: () => () => {
            next += 4;
            return next as SOCKET;
          },
        },
      };
    },
  ],
  [
    "a handle is made for another entry",
    "WSPSocket/non-ifs/create-handle",
    { upcalls: { WPUCreateSocketHandle: (create) => (id, context, errno) => create(id + 1, context, errno) } },
  ],
  [
    "every handle has the same context",
    "WSPSocket/success/descriptor",
    () => {
      let first: unknown = null;
      return {
        upcalls: {
          WPUCreateSocketHandle: (create) => (id, context, errno) => {
            first ??= context;
            return create(id, first, errno);
          },
        },
      };
    },
  ],
  [
    "the context is not queried",
    "WSPSocket/success/descriptor",
    () => {
      let last: unknown = null;
      return {
        upcalls: {
          WPUCreateSocketHandle: (create) => (id, context, errno) => {
            last = context;
            return create(id, context, errno);
          },
          WPUQuerySocketHandleContext: () => (_s, context) => {
            context.value = last;
            return 0;
          },
        },
      };
    },
  ],
  [
    "the handle of a closed socket stays valid",
    "closesocket/invalidates",
    { upcalls: { WPUCloseSocketHandle: () => () => 0 } },
  ],
  [
    "a handle is closed twice",
    "WSPSocket/success/descriptor",
    { slots: { WSPCloseSocket: (close) => (s, errno) => close(s, errno) || close(s, errno) } },
  ],
  [
    "a bad handle is WSAEINVAL",
    "WSPSocket/success/descriptor",
    {
      upcalls: {
        WPUQuerySocketHandleContext:
          (query) =>
          (...args) =>
            query(...args) && refuse(args, 10022),
      },
      slots: {
        WSPListen:
          (listen) =>
          (...args) => {
            const result = listen(...args);
            return result !== 0 && args[2].value === WSAENOTSOCK ? refuse(args, 10022) : result;
          },
      },
    },
  ],
  [
    "the entry claims IFS handles for sockets that are not files",
    "getsockopt/SO_PROTOCOL_INFO",
    {
      slots: {
        WSPGetSockOpt: (get) => (s, level, name, value, length, errno) => {
          const result = get(s, level, name, value, length, errno);
          if (result === 0 && name === 0x2005) (value as Uint8Array)[2] |= 2;
          return result;
        },
      },
    },
  ],
];

/** A provider of an installable file system: each file becomes a socket through WPUModifyIFSHandle. */
const FILES: readonly Row[] = [
  [
    "WPUModifyIFSHandle is not called",
    "WSPSocket/ifs/modify-handle",
    { upcalls: { WPUModifyIFSHandle: () => (_id, handle) => handle as HANDLE & SOCKET } },
  ],
  [
    "a file becomes the socket of another entry",
    "WSPSocket/ifs/modify-handle",
    { upcalls: { WPUModifyIFSHandle: (modify) => (id, handle, errno) => modify(id + 3, handle, errno) } },
  ],
  [
    "WPUModifyIFSHandle's handle is not the one that is returned",
    "WSPSocket/success/descriptor",
    {
      upcalls: {
        WPUModifyIFSHandle: (modify) => (id, handle, errno) =>
          modify(id, handle, errno) === INVALID_SOCKET ? INVALID_SOCKET : ((handle + 4) as SOCKET),
      },
    },
  ],
  [
    "the file of a closed socket stays open",
    "closesocket/invalidates",
    { imports: { closeFile: () => () => undefined } },
  ],
  [
    "WSPStartup returns the requested version",
    "loader/version-supported (9.0)",
    {
      startup:
        (start) =>
        (version, data, ...rest) => {
          const result = start(version, data, ...rest);
          data.wVersion = version;
          return result;
        },
    },
  ],
  [
    "WSPStartup returns 1.1 as its highest version",
    "loader/version-supported (2.2)",
    {
      startup:
        (start) =>
        (version, data, ...rest) => {
          const result = start(version, data, ...rest);
          data.wHighVersion = MAKEWORD(1, 1);
          return result;
        },
    },
  ],
  [
    "WSPListen of a handle that is not a socket is WSAEINVAL",
    "slots/not-a-socket",
    {
      slots: {
        WSPListen:
          (listen) =>
          (...args) => {
            const result = listen(...args);
            return result !== 0 && args[2].value === WSAENOTSOCK ? refuse(args, WSAEINVAL) : result;
          },
      },
    },
  ],
];

export const HANDLES = [...mutants("base", "ce", WITHOUT_FILES), ...mutants("base", "desktop", FILES)];
