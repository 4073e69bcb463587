import {
  LOBYTE,
  type Pointer,
  type QOS,
  type SOCKET,
  SOCKET_ERROR,
  type WSABUF,
  WSAEALREADY,
  WSAEINVAL,
} from "@ws2kit/spi";
import { type Api, newSocketCall, slotCall, socketCall } from "./call.js";

/** Reports WSAEALREADY as WSAEINVAL to a client of Winsock 1.1. Source: reference §1 slot 7. */
function connectCall<Args extends unknown[]>(
  api: Api<(s: SOCKET, ...args: Args) => number>,
): Api<(s: SOCKET, ...args: Args) => number> {
  return (process) => {
    const call = api(process);
    return (s, ...args) => {
      const result = call(s, ...args);
      const isOldCode = result === SOCKET_ERROR && process.thread.lastError === WSAEALREADY;
      if (isOldCode && LOBYTE(process.version) === 1) process.fail(WSAEINVAL);
      return result;
    };
  };
}

/**
 * Names a socket's own end. 0, or SOCKET_ERROR with WSAEADDRINUSE, WSAEADDRNOTAVAIL, WSAEACCES, WSAEFAULT,
 * WSAEAFNOSUPPORT, WSAEINVAL (bound already), WSAENOBUFS, WSAENETDOWN, WSAENOTSOCK. Source: reference §1 slot 3.
 */
export const bind = slotCall("bind", "WSPBind", 2);

/**
 * Connects to a peer; on a datagram socket, fixes the peer. 0, or SOCKET_ERROR with WSAEWOULDBLOCK (non-blocking: under
 * way), WSAEALREADY, WSAEISCONN, WSAECONNREFUSED, WSAETIMEDOUT, WSAENETUNREACH, WSAEHOSTUNREACH, WSAEADDRNOTAVAIL,
 * WSAEAFNOSUPPORT, WSAEFAULT, WSAEINVAL (listening), WSAEACCES, WSAEINTR, WSAEINPROGRESS, WSAENETDOWN, WSAENOTSOCK.
 * A client of Winsock 1.1 gets WSAEINVAL in place of WSAEALREADY.
 * Source: reference §1 slot 7.
 */
export const connect = connectCall(
  socketCall("connect", "WSPConnect", (slots, lpErrno, s, name: Pointer, namelen: number) =>
    slots.WSPConnect(s, name, namelen, null, null, null, null, lpErrno),
  ),
);

/**
 * As `connect`, with connect data and quality of service, which TCP/IP has not: WSAEPROTONOSUPPORT (caller data),
 * WSAEOPNOTSUPP (QOS). `lpGQOS` is reserved. Source: reference §1 slot 7.
 */
export const WSAConnect = connectCall(slotCall("WSAConnect", "WSPConnect", 6));

/**
 * Starts to take connections; again, with another backlog, is fine. 0, or SOCKET_ERROR with WSAEINVAL (unbound),
 * WSAEISCONN, WSAEOPNOTSUPP, WSAEADDRINUSE, WSAEMFILE, WSAENOBUFS, WSAENETDOWN, WSAENOTSOCK. Source: slot 18.
 */
export const listen = slotCall("listen", "WSPListen", 1);

/**
 * Ends receiving (SD_RECEIVE), sending (SD_SEND) or both. 0, or SOCKET_ERROR with WSAEINVAL, WSAENOTCONN, WSAENETDOWN,
 * WSAENOTSOCK. Source: reference §1 slot 27.
 */
export const shutdown = slotCall("shutdown", "WSPShutdown", 1);

/**
 * Writes the socket's own address to `name`; `namelen` holds the room there and receives the length. 0, or
 * SOCKET_ERROR with WSAEFAULT (too small; nothing changes), WSAEINVAL (unbound), WSAENETDOWN, WSAENOTSOCK.
 * Source: reference §1 slot 13; oracle getsockname-01 … -03.
 */
export const getsockname = slotCall("getsockname", "WSPGetSockName", 2);

/** As `getsockname`, for the peer's address; WSAENOTCONN without one. Source: reference §1 slot 12. */
export const getpeername = slotCall("getpeername", "WSPGetPeerName", 2);

/**
 * Adds a leaf to a multipoint session, or a leaf's own socket to it. A new leaf's socket from a root, the same socket
 * from a leaf; INVALID_SOCKET with WSAEADDRINUSE, WSAEADDRNOTAVAIL, WSAEAFNOSUPPORT, WSAEALREADY, WSAECONNREFUSED,
 * WSAEFAULT, WSAEINVAL (no multipoint socket), WSAEISCONN, WSAENETUNREACH, WSAENOBUFS, WSAEOPNOTSUPP, WSAETIMEDOUT,
 * WSAENETDOWN, WSAENOTSOCK; WSASYSCALLFAILURE from Windows CE's provider. Source: reference §1 slot 17, §11.
 *
 * @param dwFlags JL_SENDER_ONLY, JL_RECEIVER_ONLY or JL_BOTH
 */
export const WSAJoinLeaf = newSocketCall(
  "WSAJoinLeaf",
  "WSPJoinLeaf",
  (
    slots,
    lpErrno,
    s,
    name: Pointer,
    namelen: number,
    lpCallerData: WSABUF | null,
    lpCalleeData: WSABUF | null,
    lpSQOS: QOS | null,
    lpGQOS: QOS | null,
    dwFlags: number,
  ) => slots.WSPJoinLeaf(s, name, namelen, lpCallerData, lpCalleeData, lpSQOS, lpGQOS, dwFlags, lpErrno),
);

/**
 * Ends sending, with disconnect data where a protocol has it. 0, or SOCKET_ERROR with WSAENOPROTOOPT (data given, and
 * the protocol takes none), WSAENOTCONN, WSAEFAULT, WSAENETDOWN, WSAENOTSOCK; WSASYSCALLFAILURE from Windows CE's
 * provider. Source: reference §1 slot 24, §1.3.
 */
export const WSASendDisconnect = slotCall("WSASendDisconnect", "WSPSendDisconnect", 1);

/** Ends receiving, and gives the peer's disconnect data. Codes as WSASendDisconnect. Source: slot 20, §1.3. */
export const WSARecvDisconnect = slotCall("WSARecvDisconnect", "WSPRecvDisconnect", 1);
