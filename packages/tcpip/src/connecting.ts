import { isNumber } from "@ws2kit/core";
import {
  AF_INET,
  AF_UNSPEC,
  copyOf,
  FD_CONNECT,
  isBytes,
  isUnspecified,
  MSG_PEEK,
  READY_OUT,
  readDWORD,
  SO_ERROR,
  SOL_SOCKET,
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
import { checkDestination, checkPeer, isBroadcast, newName } from "./address-check.js";
import { NOTHING } from "./buffers.js";
import type { Socket } from "./socket.js";
import { socketSlot } from "./socket-slot.js";
import type { Part, Tcpip } from "./tcpip.js";

/** What a stack may know at once, and Winsock tells a non-blocking caller only later. */
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

/** Why a stream cannot start to connect now, or 0. */
function stateCode(socket: Socket): number {
  // AcceptEx/acceptor-in-use
  if (socket.isListening || socket.holder !== null) return WSAEINVAL;
  if (socket.isConnected) return socket.needsContext ? WSAEINVAL : WSAEISCONN;
  return socket.isConnecting ? WSAEALREADY : 0;
}

/**
 * Starts to connect a stream, as each way to connect does: the stack's result, or the code (above 0) for which nothing was
 * started. A code among `late` counts as started: the caller reports it later.
 */
export function startConnect(tcp: Tcpip, socket: Socket, name: Uint8Array, late: readonly number[]): number {
  if (tcp.groups?.aim(socket, name) === false) return WSAEINVAL;
  const size = sockaddrSize(socket.af);
  const result = tcp.station.network.connect(socket.fd, name, size);
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

/** Waits for a connect that has started, where the socket blocks: 0 or the code. */
function finishConnect(tcp: Tcpip, socket: Socket, result: number): number {
  tcp.watch(socket);
  // a non-blocking connect is never over when the call returns, even where the stack was quick
  if (socket.isNonBlocking) return WSAEWOULDBLOCK;
  if (result === 0) return 0;
  const code = tcp.await(socket, READY_OUT, 0);
  if (code !== 0) return code;
  settle(socket);
  return socket.connectCode >= 0 ? socket.connectCode : WSASYSCALLFAILURE;
}

/** Fixes or frees the peer of a datagram socket. 0 or the code. */
function fixPeer(tcp: Tcpip, socket: Socket, name: Uint8Array, namelen: number): number {
  const frees = isBytes(name) && name.length >= 2 && sockaddrFamily(name) === AF_UNSPEC;
  const code = frees ? 0 : checkPeer(socket, name, namelen);
  if (code !== 0) return code;
  const dissolves = frees || isUnspecified(name);
  const { network } = tcp.station;
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
 * Discards what waits at the head of the queue: a former peer's datagrams, and errors of what was sent there. Source:
 * design rulings (Windows CE's connect page).
 */
function discard(socket: Socket, isForeign: (from: Uint8Array) => boolean): void {
  const { network } = socket.station;
  const from = newName();
  for (;;) {
    const result = network.recvfrom(socket.fd, NOTHING, 0, 0, MSG_PEEK, from);
    if (result === -WSAECONNRESET || (result >= 0 && isForeign(from)))
      network.recvfrom(socket.fd, NOTHING, 0, 0, 0, from);
    else return;
  }
}

/** Whether two addresses have the same port and host. */
function isSameEnd(a: Uint8Array, b: Uint8Array): boolean {
  const isIPv4 = a[0] === AF_INET;
  for (let i = 2; i < (isIPv4 ? 8 : 24); i++) if ((isIPv4 || i < 4 || i > 7) && a[i] !== b[i]) return false;
  return true;
}

/** Brings a connect that was under way to its end, if it has come: connected, or failed with the reason in `connectCode`. */
export function settle(socket: Socket): void {
  if (!socket.isConnecting || socket.isClosed) return;
  const { network } = socket.station;
  const found = newName();
  network.getsockopt(socket.fd, SOL_SOCKET, SO_ERROR, found);
  const error = readDWORD(found);
  if (error === 0 && network.getpeername(socket.fd, found) < 0) return;
  ended(socket, error);
}

/** Notes that a connect has begun, and how it ended if the stack's `result` says so. */
export function begun(socket: Socket, result: number): void {
  socket.connectCode = -1;
  socket.events?.rearm(FD_CONNECT);
  socket.isConnecting = result === -WSAEWOULDBLOCK;
  if (!socket.isConnecting) ended(socket, 0 - result);
}

/** Notes how a connect ended. A blocking call returns its code itself, so that SO_ERROR is for non-blocking ones. */
function ended(socket: Socket, code: number): void {
  socket.isConnecting = false;
  socket.target = null;
  socket.connectCode = code;
  if (code !== 0) socket.membership?.missed(socket);
  if (code === 0) connected(socket);
  else if (socket.isNonBlocking) socket.error = code;
  socket.events?.record(FD_CONNECT, code);
}

/** A connection stands. */
export function connected(socket: Socket): void {
  socket.isConnected = true;
  socket.error = 0;
  if (socket.isStream) socket.connectedAt = socket.station.now();
}
