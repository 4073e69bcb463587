import { LSP_SYSTEM, TF_DISCONNECT, TP_ELEMENT_EOP } from "@ws2kit/core";
import {
  DWORD,
  isRef,
  MSG_PARTIAL,
  type Ref,
  readDWORD,
  type SOCKET_ADDRESS_LIST,
  type TRANSMIT_FILE_BUFFERS,
  type TRANSMIT_PACKETS_ELEMENT,
  WSA_INVALID_HANDLE,
  WSA_INVALID_PARAMETER,
  WSA_IO_PENDING,
  WSA_OPERATION_ABORTED,
  WSAEFAULT,
  WSAEINVAL,
  WSAEMSGSIZE,
  WSAENOTCONN,
  WSAENOTSOCK,
  WSAEOPNOTSUPP,
  WSAESHUTDOWN,
  type WSAMSG,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import { mutants, type Row } from "../rows.js";
import { changed, hides, recoded } from "./outcomes.js";

const begins = recoded("AcceptEx", WSAEINVAL, WSA_IO_PENDING);

const ROWS: readonly Row[] = [
  ["AcceptEx accepts a handle that is not a socket", "AcceptEx/not-a-socket", hides("AcceptEx", WSAENOTSOCK)],
  ["AcceptEx waits on a socket that does not listen", "AcceptEx/not-listening", begins],
  ["AcceptEx waits with a socket of another type", "AcceptEx/accept-socket (a datagram socket)", begins],
  ["AcceptEx waits with a socket that is bound", "AcceptEx/accept-socket (a socket with a name)", begins],
  ["AcceptEx waits twice with one socket", "AcceptEx/already-waiting", begins],
  ["connect accepts a socket that AcceptEx waits with", "AcceptEx/accept-socket-in-use", hides("connect", WSAEINVAL)],
  ["bind accepts a socket that AcceptEx waits with", "AcceptEx/accept-socket-in-use", hides("bind", WSAEINVAL)],
  [
    "AcceptEx succeeds when its accept socket is closed",
    "AcceptEx/accept-socket-closed",
    hides("WSAGetOverlappedResult", WSA_OPERATION_ABORTED),
  ],
  [
    "AcceptEx without an overlapped structure is WSAEFAULT",
    "AcceptEx/overlapped-needed",
    recoded("AcceptEx", WSA_INVALID_PARAMETER, WSAEFAULT),
  ],
  ["AcceptEx succeeds before a client connects", "AcceptEx/takes-connection", hides("AcceptEx", WSA_IO_PENDING)],
];

/** A WSARecvMsg that changes what it received. */
const received = (change: (msg: WSAMSG) => void) =>
  changed("WSARecvMsg", (result, args) => {
    if (result === 0) change(args[1] as WSAMSG);
    return result;
  });

const MESSAGES: readonly Row[] = [
  [
    "WSARecvMsg reports no control messages",
    "WSARecvMsg/control-messages",
    received((msg) => {
      msg.Control.len = 0;
    }),
  ],
  [
    "WSARecvMsg reports the sender as destination",
    "WSARecvMsg/control-messages",
    received((msg) => void msg.Control.buf?.fill(0, 12, 16)),
  ],
  [
    "WSARecvMsg reports the type of the traffic class as that of IPv4",
    "WSARecvMsg/control-messages (IPv6)",
    received((msg) => {
      const { buf } = msg.Control;
      for (let at = 0; buf !== null && at + 12 <= msg.Control.len; at += 4) {
        if (readDWORD(buf, at + 4) === 41 && readDWORD(buf, at + 8) === 39) buf.set(DWORD(3), at + 8);
      }
    }),
  ],
  ["WSARecvMsg cuts without an error", "WSARecvMsg/cut", hides("WSARecvMsg", WSAEMSGSIZE)],
  [
    "WSARecvMsg does not report what was cut",
    "WSARecvMsg/cut",
    changed("WSARecvMsg", (result, args) => {
      if (result !== 0) (args[1] as WSAMSG).dwFlags = 0;
      return result;
    }),
  ],
  ["WSARecvMsg succeeds at once although it is pending", "WSARecvMsg/overlapped", hides("WSARecvMsg", WSA_IO_PENDING)],
  [
    "WSARecvMsg needs no place for the number of bytes",
    "WSARecvMsg/count-null",
    {
      api: {
        WSARecvMsg:
          (receive) =>
          (s, msg, count, ...rest) =>
            receive(s, msg, count ?? { value: 0 }, ...rest),
      },
    },
  ],
  ["WSARecvMsg accepts a stream", "WSARecvMsg/refused", hides("WSARecvMsg", WSAEINVAL)],
  ["WSARecvMsg accepts MSG_OOB", "WSARecvMsg/refused", hides("WSARecvMsg", WSAEOPNOTSUPP)],
  ["WSARecvMsg accepts a null pointer", "WSARecvMsg/refused", hides("WSARecvMsg", WSAEFAULT)],
  [
    "WSASendMsg sends no control messages",
    "WSASendMsg/header-fields",
    {
      api: {
        WSASendMsg:
          (original) =>
          (s, msg, ...rest) =>
            original(s, { ...(msg as WSAMSG), Control: { len: 0, buf: null, off: 0 } }, ...rest),
      },
    },
  ],
  ["WSASendMsg accepts any control message", "WSASendMsg/refused", hides("WSASendMsg", WSAEINVAL)],
  [
    "an extension function does not set the last error",
    "SIO_GET_EXTENSION_FUNCTION_POINTER/last-error",
    changed("WSAIoctl", (result, args) => {
      const pointer = args[4] as Ref<unknown>;
      if (result === 0 && isRef(pointer)) pointer.value = () => -1;
      return result;
    }),
  ],
];

/** A function whose arguments are changed before it runs. */
const given = (name: string, change: (args: unknown[]) => void) => ({
  api: {
    [name]:
      (original: (...args: readonly unknown[]) => unknown) =>
      (...args: unknown[]) => {
        change(args);
        return original(...args);
      },
  },
});

/** A TransmitPackets that sends other parts. */
const otherParts = (change: (parts: readonly TRANSMIT_PACKETS_ELEMENT[]) => readonly TRANSMIT_PACKETS_ELEMENT[]) =>
  given("TransmitPackets", (args) => {
    args[1] = change(args[1] as readonly TRANSMIT_PACKETS_ELEMENT[]);
  });

/** A WSARecvEx that reports these flags. */
const partial = (flags: number) =>
  changed("WSARecvEx", (result, args) => {
    if (isRef(args[3])) args[3].value = flags;
    return result;
  });

const TRANSMISSIONS: readonly Row[] = [
  [
    "TransmitFile sends no bytes after the file",
    "TransmitFile/buffers",
    given("TransmitFile", (args) => {
      if (args[5] !== null) args[5] = { ...(args[5] as TRANSMIT_FILE_BUFFERS), TailLength: 0 };
    }),
  ],
  [
    "TransmitFile sends the whole file",
    "TransmitFile/file",
    given("TransmitFile", (args) => {
      args[2] = 0;
    }),
  ],
  [
    "TransmitFile begins at the file's beginning",
    "TransmitFile/overlapped",
    given("TransmitFile", (args) => {
      if (args[4] !== null) (args[4] as WSAOVERLAPPED).Offset = 0;
    }),
  ],
  [
    "TransmitFile succeeds at once although it is pending",
    "TransmitFile/overlapped",
    hides("TransmitFile", WSA_IO_PENDING),
  ],
  [
    "TransmitFile does not end the connection",
    "TransmitFile/disconnect",
    given("TransmitFile", (args) => {
      args[6] = 0;
    }),
  ],
  [
    "TransmitFile does not make the socket ready for reuse",
    "TransmitFile/disconnect",
    given("TransmitFile", (args) => {
      args[6] = TF_DISCONNECT;
    }),
  ],
  ["TransmitFile accepts a handle that is not a socket", "TransmitFile/refused", hides("TransmitFile", WSAENOTSOCK)],
  ["TransmitFile accepts a socket without a peer", "TransmitFile/refused", hides("TransmitFile", WSAENOTCONN)],
  [
    "TransmitFile accepts TF_REUSE_SOCKET without TF_DISCONNECT",
    "TransmitFile/refused",
    hides("TransmitFile", WSAEINVAL),
  ],
  ["TransmitFile sends after shutdown", "TransmitFile/refused", hides("TransmitFile", WSAESHUTDOWN)],
  ["TransmitFile accepts any handle as a file", "TransmitFile/no-file", hides("TransmitFile", WSA_INVALID_HANDLE)],
  ["TransmitPackets sends the last part first", "TransmitPackets/parts", otherParts((parts) => [...parts].reverse())],
  [
    "TransmitPackets joins what TP_ELEMENT_EOP divides",
    "TransmitPackets/datagrams",
    otherParts((parts) => parts.map((part) => ({ ...part, dwElFlags: part.dwElFlags & ~TP_ELEMENT_EOP }))),
  ],
  [
    "TransmitPackets ignores the size of a send",
    "TransmitPackets/datagrams",
    given("TransmitPackets", (args) => {
      args[3] = 0xffffffff;
    }),
  ],
  ["CreateFileW finds folders", "files/stored", recoded("CreateFileW", 3, 2)],
  ["SetFilePointerEx moves any handle", "files/stored", hides("SetFilePointerEx", WSA_INVALID_HANDLE)],
  ["WSARecvEx does not report a cut datagram", "WSARecvEx/partial", partial(0)],
  ["WSARecvEx fails for a cut datagram", "WSARecvEx/partial", changed("WSARecvEx", (n) => (n === 2 ? -1 : n))],
  ["WSARecvEx treats a stream as messages", "WSARecvEx/stream", partial(MSG_PARTIAL)],
];

const BY_NAME: readonly Row[] = [
  [
    "WSAConnectByNameW writes no local address",
    "WSAConnectByNameW/connects",
    changed("WSAConnectByNameW", (result, args) => {
      if (result) (args[4] as Uint8Array | null)?.fill(0);
      return result;
    }),
  ],
  [
    "WSAConnectByNameW does not write the length of the peer's address",
    "WSAConnectByNameW/connects",
    changed("WSAConnectByNameW", (result, args) => {
      if (result && isRef(args[5])) args[5].value = 28;
      return result;
    }),
  ],
  ["WSAConnectByNameW accepts a null name", "WSAConnectByNameW/refused", hides("WSAConnectByNameW", WSAEINVAL)],
  [
    "WSAConnectByNameW accepts a buffer that is too short",
    "WSAConnectByNameW/refused",
    hides("WSAConnectByNameW", WSAEFAULT),
  ],
  [
    "WSAConnectByList tries only the first address",
    "WSAConnectByList/first-that-accepts",
    {
      api: {
        WSAConnectByList:
          (original) =>
          (s, list, ...rest) =>
            original(s, { ...(list as SOCKET_ADDRESS_LIST), iAddressCount: 1 }, ...rest),
      },
    },
  ],
];

const CATEGORIES: readonly Row[] = [
  [
    "an application's categories are not stored",
    "WSCSetApplicationCategory/permits",
    { api: { WSCSetApplicationCategory: () => () => 0 } },
  ],
  [
    "a layer's LSP_SYSTEM has no effect",
    "WSCSetApplicationCategory/permits",
    {
      api: {
        WSCSetProviderInfo:
          (original) =>
          (id, type, info, ...rest) =>
            original(id, type, DWORD(readDWORD(info as Uint8Array) & ~LSP_SYSTEM), ...rest),
      },
    },
  ],
  [
    "WSCSetApplicationCategory returns the new categories as the previous ones",
    "WSCSetApplicationCategory/adds",
    changed("WSCSetApplicationCategory", (result, args) => {
      if (isRef(args[5])) args[5].value = ((args[5].value as number) | (args[4] as number)) >>> 0;
      return result;
    }),
  ],
  [
    "WSCGetProviderInfo reports no categories",
    "WSCSetProviderInfo/categories",
    changed("WSCGetProviderInfo", (result, args) => {
      if (result === 0) (args[2] as Uint8Array).fill(0);
      return result;
    }),
  ],
];

export const EXTENSIONS = mutants("ws2", "desktop", [
  ...ROWS,
  ...MESSAGES,
  ...TRANSMISSIONS,
  ...BY_NAME,
  ...CATEGORIES,
]);
