import { LSP_SYSTEM } from "@ws2kit/core";
import {
  DWORD,
  isRef,
  type Ref,
  readDWORD,
  type SOCKET_ADDRESS_LIST,
  WSA_INVALID_PARAMETER,
  WSA_IO_PENDING,
  WSA_OPERATION_ABORTED,
  WSAEFAULT,
  WSAEINVAL,
  WSAEMSGSIZE,
  WSAENOTSOCK,
  WSAEOPNOTSUPP,
  type WSAMSG,
} from "@ws2kit/spi";
import { mutants, type Row } from "../rows.js";
import { changed, hides, recoded } from "./outcomes.js";

const begins = recoded("AcceptEx", WSAEINVAL, WSA_IO_PENDING);

const ROWS: readonly Row[] = [
  ["AcceptEx takes a handle that is no socket", "AcceptEx/not-a-socket", hides("AcceptEx", WSAENOTSOCK)],
  ["AcceptEx waits on a socket that does not listen", "AcceptEx/not-listening", begins],
  ["AcceptEx waits with a socket of another type", "AcceptEx/accept-socket (a datagram socket)", begins],
  ["AcceptEx waits with a socket that has a name", "AcceptEx/accept-socket (a socket with a name)", begins],
  ["AcceptEx waits twice with one socket", "AcceptEx/already-waiting", begins],
  ["connect takes a socket that AcceptEx waits with", "AcceptEx/accept-socket-in-use", hides("connect", WSAEINVAL)],
  ["bind takes a socket that AcceptEx waits with", "AcceptEx/accept-socket-in-use", hides("bind", WSAEINVAL)],
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
  ["AcceptEx succeeds before a client comes", "AcceptEx/takes-connection", hides("AcceptEx", WSA_IO_PENDING)],
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
  ["WSARecvMsg cuts without an error", "WSARecvMsg/cut", hides("WSARecvMsg", WSAEMSGSIZE)],
  [
    "WSARecvMsg does not say what was cut",
    "WSARecvMsg/cut",
    changed("WSARecvMsg", (result, args) => {
      if (result !== 0) (args[1] as WSAMSG).dwFlags = 0;
      return result;
    }),
  ],
  ["WSARecvMsg is done before it ends", "WSARecvMsg/overlapped", hides("WSARecvMsg", WSA_IO_PENDING)],
  ["WSARecvMsg takes a stream", "WSARecvMsg/refused", hides("WSARecvMsg", WSAEINVAL)],
  ["WSARecvMsg takes MSG_OOB", "WSARecvMsg/refused", hides("WSARecvMsg", WSAEOPNOTSUPP)],
  ["WSARecvMsg takes a null pointer", "WSARecvMsg/refused", hides("WSARecvMsg", WSAEFAULT)],
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
  ["WSASendMsg takes any control message", "WSASendMsg/refused", hides("WSASendMsg", WSAEINVAL)],
  [
    "an extension function leaves the last error",
    "SIO_GET_EXTENSION_FUNCTION_POINTER/last-error",
    changed("WSAIoctl", (result, args) => {
      const pointer = args[4] as Ref<unknown>;
      if (result === 0 && isRef(pointer)) pointer.value = () => -1;
      return result;
    }),
  ],
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
    "WSAConnectByNameW leaves the length of the peer's address",
    "WSAConnectByNameW/connects",
    changed("WSAConnectByNameW", (result, args) => {
      if (result && isRef(args[5])) args[5].value = 28;
      return result;
    }),
  ],
  ["WSAConnectByNameW takes a null name", "WSAConnectByNameW/refused", hides("WSAConnectByNameW", WSAEINVAL)],
  ["WSAConnectByNameW takes too little room", "WSAConnectByNameW/refused", hides("WSAConnectByNameW", WSAEFAULT)],
  [
    "WSAConnectByList tries the first address alone",
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
    "an application's categories are forgotten",
    "WSCSetApplicationCategory/permits",
    { api: { WSCSetApplicationCategory: () => () => 0 } },
  ],
  [
    "a layer's LSP_SYSTEM does not count",
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
    "WSCSetApplicationCategory returns the categories after",
    "WSCSetApplicationCategory/adds",
    changed("WSCSetApplicationCategory", (result, args) => {
      if (isRef(args[5])) args[5].value = ((args[5].value as number) | (args[4] as number)) >>> 0;
      return result;
    }),
  ],
  [
    "WSCGetProviderInfo knows no categories",
    "WSCSetProviderInfo/categories",
    changed("WSCGetProviderInfo", (result, args) => {
      if (result === 0) (args[2] as Uint8Array).fill(0);
      return result;
    }),
  ],
];

export const EXTENSIONS = mutants("ws2", "desktop", [...ROWS, ...MESSAGES, ...BY_NAME, ...CATEGORIES]);
