import { isNumber } from "@ws2kit/core";
import {
  AF_INET,
  AF_UNSPEC,
  copyOf,
  isBytes,
  isUnspecified,
  MSG_PEEK,
  READY_OUT,
  sockaddrFamily,
  sockaddrSize,
  WSAEALREADY,
  WSAECONNREFUSED,
  WSAECONNRESET,
  WSAEHOSTUNREACH,
  WSAEINVAL,
  WSAEISCONN,
  WSAENETUNREACH,
  WSAEOPNOTSUPP,
  WSAEPROTONOSUPPORT,
  WSAETIMEDOUT,
  WSAEWOULDBLOCK,
  WSASYSCALLFAILURE,
} from "@ws2kit/spi";
import { checkDestination, checkPeer, isBroadcast, newName } from "../socket/address-check.js";
import { NOTHING } from "../socket/buffers.js";
import { begun, settle } from "../socket/connection-state.js";
import type { Socket } from "../socket/socket.js";
import { socketSlot } from "../socket/socket-slot.js";
import type { Part, Tcpip } from "../socket/tcpip.js";

/** Codes that a stack may report at once, and that a non-blocking connect reports only later. */
export const LATE: readonly number[] = [WSAECONNREFUSED, WSAETIMEDOUT, WSAECONNRESET, WSAEHOSTUNREACH];

/** WSPConnect. Source: reference §1 slot 7, §1.2; oracle connect-*. */
export const connecting: Part = (tcp) => ({
  WSPConnect: socketSlot(tcp, (socket, name, namelen, lpCallerData, _lpCalleeData, lpSQOS) => {
    if (!isNumber(namelen)) return WSAEINVAL;
    if (lpSQOS !== null && lpSQOS !== undefined) return WSAEOPNOTSUPP;
    if (lpCallerData !== null && lpCallerData?.len > 0) return WSAEPROTONOSUPPORT;
    if (!socket.isStream) return fixPeer(tcp, socket, name as Uint8Array, namelen);
    settle(socket);
    const code = stateCode(socket) || checkPeer(socket, name, namelen) || checkDestination(name as Uint8Array);
    if (code !== 0) return code;
    const address = name as Uint8Array;
    if (isBroadcast(address)) return WSAENETUNREACH;
    const result = startConnect(tcp, socket, address, socket.isNonBlocking ? LATE : []);
    return result > 0 ? result : finishConnect(tcp, socket, result);
  }),
});

/** The code if a stream cannot start to connect now, or 0. */
function stateCode(socket: Socket): number {
  // AcceptEx/accept-socket-in-use
  if (socket.isListening || socket.holder !== undefined) return WSAEINVAL;
  if (!socket.isConnected && !socket.isConnecting) return 0;
  // a connection of ConnectEx: test_connect, test_connecting_socket
  if (socket.needsContext) return WSAEINVAL;
  return socket.isConnected ? WSAEISCONN : WSAEALREADY;
}

/**
 * Starts to connect a stream, for connect and ConnectEx. Returns the stack's result, or a code above 0 if nothing was
 * started. A code in `late` counts as started: the caller reports it later.
 */
export function startConnect(tcp: Tcpip, socket: Socket, name: Uint8Array, late: readonly number[]): number {
  if (tcp.socketGroups?.aim(socket, name) === false) return WSAEINVAL;
  const size = sockaddrSize(socket.af);
  const result = tcp.context.network.connect(socket.fd, name, size);
  if (result < 0 && result !== -WSAEWOULDBLOCK && !late.includes(-result)) {
    socket.membership?.missed(socket);
    return -result;
  }
  socket.isBound = true;
  socket.needsContext = false;
  socket.target = copyOf(name, 0, size);
  begun(socket, result);
  return result;
}

/** Waits for a connect that has started, if the socket is blocking. Returns 0 or the code. */
function finishConnect(tcp: Tcpip, socket: Socket, result: number): number {
  tcp.watch(socket);
  // a non-blocking connect always reports WSAEWOULDBLOCK, even if the stack has connected at once
  if (socket.isNonBlocking) return WSAEWOULDBLOCK;
  if (result === 0) return 0;
  const code = tcp.await(socket, READY_OUT, 0);
  if (code !== 0) return code;
  settle(socket);
  return socket.connectCode >= 0 ? socket.connectCode : WSASYSCALLFAILURE;
}

/** Sets or removes the peer of a datagram socket. Returns 0 or the code. */
function fixPeer(tcp: Tcpip, socket: Socket, name: Uint8Array, namelen: number): number {
  const frees = isBytes(name) && name.length >= 2 && sockaddrFamily(name) === AF_UNSPEC;
  const code = frees ? 0 : checkPeer(socket, name, namelen);
  if (code !== 0) return code;
  const dissolves = frees || isUnspecified(name);
  const { network } = tcp.context;
  const size = sockaddrSize(socket.af);
  const former = newName();
  const hadPeer = socket.isConnected && network.getpeername(socket.fd, former) > 0;
  const result = network.connect(socket.fd, dissolves ? new Uint8Array(size) : name, size);
  if (result < 0) return -result;
  if (hadPeer) discard(socket, dissolves ? (from) => isSameEnd(from, former) : (from) => !isSameEnd(from, name));
  socket.isConnected = false;
  if (dissolves) return 0;
  socket.named();
  begun(socket, 0);
  return 0;
}

/**
 * Discards the datagrams and errors of a former peer that are first in the queue. Source:
 * design rulings (Windows CE's connect page).
 */
function discard(socket: Socket, isForeign: (from: Uint8Array) => boolean): void {
  const { network } = socket.context;
  const from = newName();
  for (;;) {
    const result = network.recvfrom(socket.fd, NOTHING, 0, 0, MSG_PEEK, from);
    if (result === -WSAECONNRESET || (result >= 0 && isForeign(from)))
      network.recvfrom(socket.fd, NOTHING, 0, 0, 0, from);
    else return;
  }
}

/** Whether two addresses have the same host and port. */
function isSameEnd(a: Uint8Array, b: Uint8Array): boolean {
  const isIPv4 = a[0] === AF_INET;
  for (let i = 2; i < (isIPv4 ? 8 : 24); i++) if ((isIPv4 || i < 4 || i > 7) && a[i] !== b[i]) return false;
  return true;
}
