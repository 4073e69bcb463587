import { isNumber } from "@ws2kit/core";
import {
  CF_ACCEPT,
  CF_DEFER,
  CF_REJECT,
  FD_ACCEPT,
  isBytes,
  isRef,
  type LPCONDITIONPROC,
  type LPINT,
  newWSABUF,
  type Pointer,
  READY_IN,
  type Ref,
  ref,
  type SOCKET,
  SOCKET_ERROR,
  sockaddrSize,
  WSAECONNREFUSED,
  WSAEFAULT,
  WSAEINVAL,
  WSAEISCONN,
  WSAEOPNOTSUPP,
  WSAEWOULDBLOCK,
  WSATRY_AGAIN,
} from "@ws2kit/spi";
import { newName, writeName } from "../socket/address-check.js";
import { connected } from "../socket/connection-state.js";
import { codeIn, failSocket } from "../socket/failure.js";
import { type Arrival, Socket } from "../socket/socket.js";
import { socketSlot } from "../socket/socket-slot.js";
import type { Part, Tcpip } from "../socket/tcpip.js";

/** WSPListen and WSPAccept. Source: reference §1 slots 0 and 18; oracle accept-*, listen-*. */
export const accepting: Part = (tcp) => ({
  WSPListen: socketSlot(tcp, (socket, backlog) => {
    if (!isNumber(backlog) || !socket.isBound) return WSAEINVAL;
    if (!socket.isStream) return WSAEOPNOTSUPP;
    if (socket.isConnected) return WSAEISCONN;
    if (socket.isConnecting) return WSAEINVAL;
    const result = tcp.context.network.listen(socket.fd, Math.max(backlog, 1));
    if (result < 0) return -result;
    socket.listens(Math.max(backlog, 1));
    // FD_ACCEPT may have been selected before listen
    tcp.watch(socket);
    return 0;
  }),

  WSPAccept(s, addr, addrlen, lpfnCondition, dwCallbackData, lpErrno) {
    const listener = tcp.handles.find(s, lpErrno);
    if (listener === null) return SOCKET_ERROR as SOCKET;
    if (!listener.isStream) return failSocket(lpErrno, WSAEOPNOTSUPP);
    if (!listener.isListening) return failSocket(lpErrno, WSAEINVAL);
    const code = awaitArrival(tcp, listener) || (hasRoom(listener, addr, addrlen) ? 0 : WSAEFAULT);
    if (code !== 0) return failSocket(lpErrno, code);
    const arrival = take(tcp, listener);
    const group = ref(0);
    if (typeof lpfnCondition === "function") {
      const refusal = ask(tcp, listener, arrival, lpfnCondition, group, dwCallbackData);
      if (refusal !== 0) return failSocket(lpErrno, refusal);
    }
    return admit(tcp, listener, arrival, group.value, addr, addrlen, lpErrno);
  },
});

/** Waits until the listening socket has an arrival. Returns 0 or the code. */
function awaitArrival(tcp: Tcpip, listener: Socket): number {
  // a pending AcceptEx accepts first
  if (listener.pending !== null) tcp.imports.look();
  for (;;) {
    const code = listener.arrivals.length > 0 ? 0 : codeIn(listener.collectArrival());
    if (code !== WSAEWOULDBLOCK) return code;
    const waited = tcp.await(listener, READY_IN, 0);
    if (waited !== 0) return waited;
  }
}

/** Whether the caller's buffer has room for the peer's address. Without a length, the address is not written. */
function hasRoom(listener: Socket, addr: Pointer, addrlen: Ref<number> | null): boolean {
  if (!isBytes(addr) || !isRef(addrlen)) return addr === null || isBytes(addr);
  const size = sockaddrSize(listener.af);
  return addrlen.value >= size && addr.length >= size;
}

/** After an accept, records FD_ACCEPT again if another connection waits. */
export function announceNext(tcp: Tcpip, listener: Socket): void {
  listener.events?.rearm(FD_ACCEPT);
  if (listener.arrivals.length > 0) listener.events?.record(FD_ACCEPT, 0);
  tcp.watch(listener);
}

/** Removes and returns the connection that came first. */
function take(tcp: Tcpip, listener: Socket): Arrival {
  const arrival = listener.arrivals.shift() as Arrival;
  if (listener.events !== null) announceNext(tcp, listener);
  return arrival;
}

/** Calls the condition function. Returns 0, or the code that accept reports. */
function ask(
  tcp: Tcpip,
  listener: Socket,
  arrival: Arrival,
  condition: LPCONDITIONPROC,
  group: Ref<number>,
  dwCallbackData: unknown,
): number {
  const { network } = tcp.context;
  const size = sockaddrSize(listener.af);
  const own = newName();
  network.getsockname(arrival.fd, own);
  let answer = CF_REJECT;
  try {
    answer = condition(
      newWSABUF(arrival.name.slice(0, size)),
      null,
      null,
      null,
      newWSABUF(own.slice(0, size)),
      null,
      group,
      dwCallbackData,
    );
  } finally {
    // if the condition function throws, the connection is not accepted
    if (answer === CF_DEFER) putBack(tcp, listener, arrival);
    else if (answer !== CF_ACCEPT) dismiss(tcp, listener, arrival);
  }
  if (answer === CF_ACCEPT) return 0;
  if (answer === CF_DEFER) return WSATRY_AGAIN;
  return answer === CF_REJECT ? WSAECONNREFUSED : WSAEINVAL;
}

/** Puts a connection back as the first, unless the listening socket was closed meanwhile. */
function putBack(tcp: Tcpip, listener: Socket, arrival: Arrival): void {
  if (listener.isClosed) {
    dismiss(tcp, listener, arrival);
    return;
  }
  listener.arrivals.unshift(arrival);
  listener.events?.record(FD_ACCEPT, 0);
}

/** Resets a connection that is not accepted. */
function dismiss(tcp: Tcpip, listener: Socket, arrival: Arrival): void {
  new Socket(tcp.context, arrival.fd, listener.info, listener.protocol, 0).abort();
}

/**
 * Adds an accepted socket to a group. Returns 0, or the code if, for example, the group's members have another peer.
 */
function enterGroup(tcp: Tcpip, socket: Socket, g: number, peer: Uint8Array): number {
  if (tcp.socketGroups === null) return WSAEINVAL;
  return tcp.socketGroups.enter(socket, g) || (tcp.socketGroups.aim(socket, peer) ? 0 : WSAEINVAL);
}

/** Makes the accepted socket, with the properties of the listening socket. */
function admit(
  tcp: Tcpip,
  listener: Socket,
  arrival: Arrival,
  g: number,
  addr: Pointer,
  addrlen: Ref<number> | null,
  lpErrno: LPINT,
): SOCKET {
  const socket = new Socket(tcp.context, arrival.fd, listener.info, listener.protocol, listener.flags);
  socket.isBound = true;
  connected(socket);
  socket.inherit(listener);
  // groups/accept/not-inherited: the listener's group is not inherited; a condition function names one
  const refusal = g === 0 ? 0 : enterGroup(tcp, socket, g, arrival.name);
  if (refusal !== 0) {
    socket.abort();
    return failSocket(lpErrno, refusal);
  }
  const s = tcp.name(socket, lpErrno);
  if (s === SOCKET_ERROR) {
    socket.membership?.leave(socket);
    putBack(tcp, listener, arrival);
    return s;
  }
  writeName(arrival.name, sockaddrSize(listener.af), addr, addrlen);
  // accept/inherits-events: from now on every event is recorded, in the mask or not
  if (socket.events !== null) tcp.watch(socket);
  return s;
}
