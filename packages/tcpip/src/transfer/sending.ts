import {
  FD_WRITE,
  isRef,
  isUnspecified,
  type LPINT,
  MSG_DONTROUTE,
  MSG_OOB,
  MSG_PARTIAL,
  READY_OUT,
  type Ref,
  SOCKET_ERROR,
  type WSABUF,
  WSAEADDRNOTAVAIL,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOTCONN,
  WSAEOPNOTSUPP,
  WSAESHUTDOWN,
  WSAEWOULDBLOCK,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import { checkName } from "../socket/address-check.js";
import { checkBuffers, gather, NOTHING } from "../socket/buffers.js";
import { settle } from "../socket/connection-state.js";
import { fail } from "../socket/failure.js";
import { broken, type Socket } from "../socket/socket.js";
import type { Part, Tcpip } from "../socket/tcpip.js";
import { checkOverlapped, isOverlapped, overlappedTransfer, startSend } from "./overlapped-transfer.js";

const FLAGS = MSG_OOB | MSG_DONTROUTE | MSG_PARTIAL;
const STACK_FLAGS = MSG_OOB | MSG_DONTROUTE;

/** WSPSend and WSPSendTo. Source: reference §1 slots 23 and 25; oracle send-*, WSASendTo-*. */
export const sending: Part = (tcp) => ({
  WSPSend(s, lpBuffers, dwBufferCount, lpSent, dwFlags, lpOverlapped, routine, thread, lpErrno) {
    const socket = tcp.handles.find(s, lpErrno);
    if (socket === null) return SOCKET_ERROR;
    const code =
      checkSend(tcp, socket, lpBuffers, dwBufferCount, lpSent, dwFlags, lpOverlapped) || checkTarget(socket, null, 0);
    if (code !== 0) return fail(lpErrno, code);
    const call = overlappedTransfer(tcp, s, lpOverlapped, routine, thread, lpSent, lpErrno);
    if (call !== null) return startSend(socket, call, lpBuffers, dwBufferCount, dwFlags & STACK_FLAGS, null);
    return answer(transmit(tcp, socket, lpBuffers, dwBufferCount, dwFlags & STACK_FLAGS, null), lpSent, lpErrno);
  },

  WSPSendTo(s, lpBuffers, dwBufferCount, lpSent, dwFlags, lpTo, iTolen, lpOverlapped, routine, thread, lpErrno) {
    const socket = tcp.handles.find(s, lpErrno);
    if (socket === null) return SOCKET_ERROR;
    // sendto/stream: the address is ignored
    const to = socket.isStream ? null : lpTo;
    const code =
      checkSend(tcp, socket, lpBuffers, dwBufferCount, lpSent, dwFlags, lpOverlapped) ||
      checkTarget(socket, to, iTolen);
    if (code !== 0) return fail(lpErrno, code);
    const call = overlappedTransfer(tcp, s, lpOverlapped, routine, thread, lpSent, lpErrno);
    if (call !== null && !socket.isBound) socket.named();
    const flags = dwFlags & STACK_FLAGS;
    const result =
      call !== null
        ? startSend(socket, call, lpBuffers, dwBufferCount, flags, to)
        : answer(transmit(tcp, socket, lpBuffers, dwBufferCount, flags, to), lpSent, lpErrno);
    if (result === 0 && !socket.isBound) socket.named();
    if (socket.descriptors > 1) tcp.handles.named(s);
    return result;
  },
});

/** Checks the destination, which is the peer if `to` is `null`. Returns 0 or the code. */
export function checkTarget(socket: Socket, to: Uint8Array | null, tolen: number): number {
  if (to === null) return socket.isConnected ? 0 : WSAENOTCONN;
  return checkName(socket, to, tolen, WSAEFAULT) || (isUnspecified(to) ? WSAEADDRNOTAVAIL : 0);
}

/** Sends checked buffers before the call returns. Returns bytes, or a negative code. */
function transmit(
  tcp: Tcpip,
  socket: Socket,
  buffers: WSABUF[],
  count: number,
  flags: number,
  to: Uint8Array | null,
): number {
  return socket.isStream
    ? sendStream(tcp, socket, buffers, count, flags)
    : sendDatagram(tcp, socket, buffers, count, flags, to);
}

/** Reports bytes or a negative code to the caller. Returns 0 or SOCKET_ERROR. */
function answer(result: number, lpSent: Ref<number> | null, lpErrno: LPINT): number {
  if (result < 0) return fail(lpErrno, -result);
  if (lpSent !== null) lpSent.value = result;
  return 0;
}

/** Checks a send before anything is sent. Returns 0 or the code. */
export function checkSend(
  tcp: Tcpip,
  socket: Socket,
  lpBuffers: WSABUF[],
  count: number,
  lpSent: Ref<number> | null,
  dwFlags: number,
  lpOverlapped: WSAOVERLAPPED | null,
): number {
  const refusal = checkOverlapped(tcp, socket, lpOverlapped);
  if (refusal !== 0) return refusal;
  if (!isRef(lpSent) && !(lpSent === null && isOverlapped(lpOverlapped))) return WSAEFAULT;
  if (socket.isConnecting) settle(socket);
  if (socket.isStream && !socket.isConnected) return WSAENOTCONN;
  if (socket.sendIsShut) return WSAESHUTDOWN;
  if (typeof dwFlags !== "number") return WSAEINVAL;
  if ((dwFlags & ~FLAGS) !== 0 || (!socket.isStream && (dwFlags & MSG_OOB) !== 0)) return WSAEOPNOTSUPP;
  if (socket.failure !== 0) return socket.failure;
  return checkBuffers(lpBuffers, count);
}

/**
 * Sends the buffers over a stream: all, or on a non-blocking socket as much as the stack has room for. Returns bytes,
 * or a negative code.
 */
function sendStream(tcp: Tcpip, socket: Socket, buffers: WSABUF[], count: number, flags: number): number {
  let sent = 0;
  for (let i = 0; i < count; i++) {
    const { buf, off, len } = buffers[i];
    const result = len === 0 ? 0 : sendAll(tcp, socket, buf as Uint8Array, off, len, flags);
    if (result < 0) return sent > 0 ? sent : result;
    sent += result;
    if (result < len) break;
  }
  return sent;
}

/** Sends one buffer, and waits for room as often as needed. */
function sendAll(tcp: Tcpip, socket: Socket, buf: Uint8Array, off: number, len: number, flags: number): number {
  const { network } = socket.context;
  let sent = 0;
  const code = tcp.awaitTurn(socket, READY_OUT);
  if (code !== 0) return -code;
  for (;;) {
    const result = network.send(socket.fd, buf, off + sent, len - sent, flags);
    if (result >= 0) sent += result;
    if (sent === len) return sent;
    if (result < 0 && result !== -WSAEWOULDBLOCK) return sent > 0 ? sent : -broken(socket, -result);
    const code = awaitRoom(tcp, socket);
    if (code !== 0) return sent > 0 ? sent : -code;
  }
}

/** Waits for the overlapped sends that are ahead, and for room in the stack. Returns 0 or the code. */
export function awaitRoom(tcp: Tcpip, socket: Socket): number {
  if (socket.isNonBlocking) tcp.rearm(socket, FD_WRITE);
  return tcp.await(socket, READY_OUT, socket.sendTimeout);
}

/** Sends the buffers as one datagram, to `to` or to the peer. Returns bytes, or a negative code. */
function sendDatagram(
  tcp: Tcpip,
  socket: Socket,
  buffers: WSABUF[],
  count: number,
  flags: number,
  to: Uint8Array | null,
): number {
  const one = count === 1 ? buffers[0] : gather(buffers, count);
  const buf = one.buf ?? NOTHING;
  const turn = tcp.awaitTurn(socket, READY_OUT);
  if (turn !== 0) return -turn;
  for (;;) {
    const result = socket.sendTo(buf, one.off, one.len, flags, to);
    if (result !== -WSAEWOULDBLOCK) return result;
    const code = awaitRoom(tcp, socket);
    if (code !== 0) return -code;
  }
}
