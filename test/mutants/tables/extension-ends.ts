import {
  isRef,
  SO_UPDATE_CONNECT_CONTEXT,
  type SOCKET_ADDRESS_LIST,
  WSAECONNREFUSED,
  WSAEFAULT,
  WSAEHOSTUNREACH,
  WSAEINVAL,
  WSAEISCONN,
  WSAENOTCONN,
  WSAETIMEDOUT,
} from "@ws2kit/spi";
import { mutants, type Row } from "../rows.js";
import { changed, hides, recoded } from "./outcomes.js";

const ROWS: readonly Row[] = [
  [
    "GetAcceptExSockaddrs reports the length of the block",
    "GetAcceptExSockaddrs/addresses",
    changed("GetAcceptExSockaddrs", (result, args) => {
      if (isRef(args[8])) args[8].value = args[4];
      return result;
    }),
  ],
  ["AcceptEx accepts a buffer that is too short", "AcceptEx/refused", recoded("AcceptEx", WSAEFAULT, WSAEINVAL)],
  [
    "AcceptEx succeeds without room for the local address",
    "AcceptEx/block-short (the local address)",
    hides("WSAGetOverlappedResult", WSAEFAULT),
  ],
  [
    "AcceptEx succeeds without room for the peer's address",
    "AcceptEx/block-short (the peer's address)",
    hides("WSAGetOverlappedResult", WSAEFAULT),
  ],
  [
    "AcceptEx needs no SO_UPDATE_ACCEPT_CONTEXT",
    "AcceptEx/takes-connection (a connection that waits already)",
    hides("getpeername", WSAENOTCONN),
  ],
  ["ConnectEx connects again", "ConnectEx/refused", hides("ConnectEx", WSAEISCONN)],
  [
    "ConnectEx reports a refused connection as unreachable",
    "ConnectEx/failure",
    recoded("WSAGetOverlappedResult", WSAECONNREFUSED, WSAEHOSTUNREACH),
  ],
  [
    "SO_UPDATE_CONNECT_CONTEXT does nothing",
    "setsockopt/SO_UPDATE_CONNECT_CONTEXT",
    {
      api: {
        setsockopt:
          (set) =>
          (s, level, optname, ...rest) =>
            optname === SO_UPDATE_CONNECT_CONTEXT ? 0 : set(s, level, optname, ...rest),
      },
    },
  ],
  ["DisconnectEx accepts any flag", "DisconnectEx/refused", hides("DisconnectEx", WSAEINVAL)],
  [
    "DisconnectEx with TF_REUSE_SOCKET leaves the connected socket as it was",
    "DisconnectEx/reuse (a socket that connected)",
    {
      api: {
        DisconnectEx: (end) => (s, overlapped, flags, reserved) => end(s, overlapped, Number(flags) & ~2, reserved),
      },
    },
  ],
  [
    "DisconnectEx with TF_REUSE_SOCKET leaves the accepted socket as it was",
    "DisconnectEx/reuse (a socket that was accepted)",
    {
      api: {
        DisconnectEx: (end) => (s, overlapped, flags, reserved) => end(s, overlapped, Number(flags) & ~2, reserved),
      },
    },
  ],
  [
    "WSAConnectByList writes no local address",
    "WSAConnectByList/first-that-accepts (non-blocking, with both addresses)",
    changed("WSAConnectByList", (result, args) => {
      if (result) (args[3] as Uint8Array | null)?.fill(0);
      return result;
    }),
  ],
  [
    "WSAConnectByNameW maps no IPv4 address",
    "WSAConnectByNameW/connects (an IPv6 socket to an IPv4 host)",
    {
      api: {
        WSAConnectByNameW:
          (connect, process) =>
          (s, host, service, length, ...rest) => {
            if ((length as { value: number } | null)?.value !== 28) return connect(s, host, service, length, ...rest);
            process.WSASetLastError(WSAEHOSTUNREACH);
            return false;
          },
      },
    },
  ],
  [
    "WSAConnectByNameW of a socket without an address is WSAEINVAL",
    "WSAConnectByNameW/refused (names)",
    recoded("WSAConnectByNameW", WSAEHOSTUNREACH, WSAEINVAL),
  ],
  [
    "WSAConnectByList connects a datagram socket",
    "WSAConnectByNameW/refused (a datagram socket)",
    {
      api: {
        WSAConnectByList:
          (connect) =>
          (...args) =>
            connect(...args) || (args[1] as SOCKET_ADDRESS_LIST).iAddressCount > 0,
      },
    },
  ],
  [
    "WSAConnectByList accepts a list without addresses",
    "WSAConnectByList/refused",
    hides("WSAConnectByList", WSAEINVAL),
  ],
  [
    "WSAConnectByList has no limit of time",
    "WSAConnectByList/timeout",
    recoded("WSAConnectByList", WSAETIMEDOUT, WSAECONNREFUSED),
  ],
];

/** The ends and refusals of AcceptEx, ConnectEx, DisconnectEx and WSAConnectByList. */
export const EXTENSION_ENDS = mutants("ws2", "desktop", ROWS);
