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
 * Binds a socket to a local address.
 *
 * Codes: WSAEADDRINUSE, WSAEADDRNOTAVAIL, WSAEACCES, WSAEFAULT, WSAEAFNOSUPPORT, WSAEINVAL (bound already), WSAENOBUFS,
 * WSAENETDOWN, WSAENOTSOCK. Source: reference §1 slot 3.
 *
 * @param name the address in Winsock's layout: family (2 bytes, little-endian), port (2, big-endian), then the address;
 * `sockaddr_in` makes one. Port 0 lets the provider choose
 * @param namelen length of the address in bytes: 16 for IPv4, 28 for IPv6
 * @returns 0, or SOCKET_ERROR
 */
export const bind = slotCall("bind", "WSPBind", 2);

/**
 * Connects a stream to a peer; on a datagram socket, sets the peer of later sends and receives.
 *
 * Codes: WSAEWOULDBLOCK (non-blocking: the connect is under way), WSAEALREADY (WSAEINVAL for a process of version 1.1),
 * WSAEISCONN, WSAECONNREFUSED, WSAETIMEDOUT, WSAENETUNREACH, WSAEHOSTUNREACH, WSAEADDRNOTAVAIL, WSAEAFNOSUPPORT,
 * WSAEFAULT, WSAEINVAL (listening), WSAEACCES, WSAEINTR, WSAEINPROGRESS, WSAENETDOWN, WSAENOTSOCK. Source: reference §1
 * slot 7.
 *
 * @param name the address in Winsock's layout: family (2 bytes, little-endian), port (2, big-endian), then the address;
 * `sockaddr_in` makes one
 * @param namelen length of the address in bytes: 16 for IPv4, 28 for IPv6
 * @returns 0, or SOCKET_ERROR
 */
export const connect = connectCall(
  socketCall("connect", "WSPConnect", (slots, lpErrno, s, name: Pointer, namelen: number) =>
    slots.WSPConnect(s, name, namelen, null, null, null, null, lpErrno),
  ),
);

/**
 * Connects as `connect` does, and passes data and a quality of service to the peer. TCP/IP supports neither:
 * WSAEPROTONOSUPPORT for data, WSAEOPNOTSUPP for quality of service.
 *
 * Codes: those of `connect`. Source: reference §1 slot 7.
 *
 * @param name the address in Winsock's layout: family (2 bytes, little-endian), port (2, big-endian), then the address;
 * `sockaddr_in` makes one
 * @param namelen length of the address in bytes: 16 for IPv4, 28 for IPv6
 * @param lpCallerData data for the peer, or null
 * @param lpCalleeData receives the peer's data, or null
 * @param lpSQOS the quality of service wanted, or null
 * @param lpGQOS reserved: null
 * @returns 0, or SOCKET_ERROR
 */
export const WSAConnect = connectCall(slotCall("WSAConnect", "WSPConnect", 6));

/**
 * Makes a bound stream socket listen: from now on, its provider accepts connections and queues them for `accept`. A
 * second call only changes the backlog.
 *
 * Codes: WSAEINVAL (not bound), WSAEISCONN, WSAEOPNOTSUPP, WSAEADDRINUSE, WSAEMFILE, WSAENOBUFS, WSAENETDOWN,
 * WSAENOTSOCK. Source: reference §1 slot 18.
 *
 * @param backlog how many connections may wait to be accepted; SOMAXCONN for the provider's limit
 * @returns 0, or SOCKET_ERROR
 */
export const listen = slotCall("listen", "WSPListen", 1);

/**
 * Ends receiving, sending or both. The socket stays open.
 *
 * Codes: WSAEINVAL, WSAENOTCONN, WSAENETDOWN, WSAENOTSOCK. Source: reference §1 slot 27.
 *
 * @param how SD_RECEIVE (0), SD_SEND (1) or SD_BOTH (2)
 * @returns 0, or SOCKET_ERROR
 */
export const shutdown = slotCall("shutdown", "WSPShutdown", 1);

/**
 * Returns a socket's local address.
 *
 * Codes: WSAEFAULT (too little room; nothing is written), WSAEINVAL (not bound), WSAENETDOWN, WSAENOTSOCK. Source:
 * reference §1 slot 13; oracle getsockname-01 … -03.
 *
 * @param name receives the address, in Winsock's layout
 * @param namelen holds the length of the buffer in bytes, and receives the length of the address
 * @returns 0, or SOCKET_ERROR
 */
export const getsockname = slotCall("getsockname", "WSPGetSockName", 2);

/**
 * Returns the address of a socket's peer.
 *
 * Codes: WSAENOTCONN, WSAEFAULT (too little room; nothing is written), WSAENETDOWN, WSAENOTSOCK. Source: reference §1
 * slot 12.
 *
 * @param name receives the address, in Winsock's layout
 * @param namelen holds the length of the buffer in bytes, and receives the length of the address
 * @returns 0, or SOCKET_ERROR
 */
export const getpeername = slotCall("getpeername", "WSPGetPeerName", 2);

/**
 * Adds a leaf to a multipoint session. Called on the root, it adds another leaf; called on a leaf, it adds this socket
 * itself.
 *
 * Codes: WSAEADDRINUSE, WSAEADDRNOTAVAIL, WSAEAFNOSUPPORT, WSAEALREADY, WSAECONNREFUSED, WSAEFAULT, WSAEINVAL (not a
 * multipoint socket), WSAEISCONN, WSAENETUNREACH, WSAENOBUFS, WSAEOPNOTSUPP, WSAETIMEDOUT, WSAENETDOWN, WSAENOTSOCK;
 * WSASYSCALLFAILURE from Windows CE's provider. Source: reference §1 slot 17, §11.
 *
 * @param name the leaf's address, or the group's; the address in Winsock's layout: family (2 bytes, little-endian),
 * port (2, big-endian), then the address; `sockaddr_in` makes one
 * @param namelen length of the address in bytes: 16 for IPv4, 28 for IPv6
 * @param lpCallerData data for the peer, or null
 * @param lpCalleeData receives the peer's data, or null
 * @param lpSQOS the quality of service wanted, or null
 * @param lpGQOS reserved: null
 * @param dwFlags JL_SENDER_ONLY, JL_RECEIVER_ONLY or JL_BOTH
 * @returns the new leaf's socket for a root, the same socket for a leaf; or INVALID_SOCKET
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
 * Ends sending, as `shutdown` with SD_SEND does, and sends disconnect data if the protocol supports it.
 *
 * Codes: WSAENOPROTOOPT (the protocol does not support the data), WSAENOTCONN, WSAEFAULT, WSAENETDOWN,
 * WSAENOTSOCK; WSASYSCALLFAILURE from Windows CE's provider. Source: reference §1 slot 24, §1.3.
 *
 * @param lpOutboundDisconnectData the data, or null
 * @returns 0, or SOCKET_ERROR
 */
export const WSASendDisconnect = slotCall("WSASendDisconnect", "WSPSendDisconnect", 1);

/**
 * Ends receiving, and reports the peer's disconnect data.
 *
 * Codes: WSAENOPROTOOPT (the protocol does not support the data), WSAENOTCONN, WSAEFAULT, WSAENETDOWN, WSAENOTSOCK;
 * WSASYSCALLFAILURE from Windows CE's provider. Source: reference §1 slot 20, §1.3.
 *
 * @param lpInboundDisconnectData receives the data, or null
 * @returns 0, or SOCKET_ERROR
 */
export const WSARecvDisconnect = slotCall("WSARecvDisconnect", "WSPRecvDisconnect", 1);
