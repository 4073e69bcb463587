import {
  FD_OOB,
  FD_READ,
  isBytes,
  isRef,
  MSG_OOB,
  MSG_PARTIAL,
  MSG_PEEK,
  MSG_WAITALL,
  READY_IN,
  READY_PRI,
  type Ref,
  type SOCKET,
  SOCKET_ERROR,
  sockaddrSize,
  type WSABUF,
  WSAEFAULT,
  WSAEINVAL,
  WSAEMSGSIZE,
  WSAENOTCONN,
  WSAEOPNOTSUPP,
  WSAESHUTDOWN,
  WSAEWOULDBLOCK,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import { newName, writeName } from "../socket/address-check.js";
import { checkBuffers, NOTHING, scatter, totalLength } from "../socket/buffers.js";
import { settle } from "../socket/connection-state.js";
import { fail } from "../socket/failure.js";
import { broken, ONE_BYTE, type Socket } from "../socket/socket.js";
import type { Part, Tcpip } from "../socket/tcpip.js";
import { checkOverlapped, overlappedTransfer, startReceive } from "./overlapped-transfer.js";

const FLAGS = MSG_OOB | MSG_PEEK | MSG_PARTIAL | MSG_WAITALL;
/** The flags that cannot be combined with MSG_WAITALL. */
const NOT_ALL = MSG_OOB | MSG_PEEK | MSG_PARTIAL;

/** WSPRecv and WSPRecvFrom. Source: reference §1 slots 19 and 21, §1.2; oracle recv-*, WSARecv-*. */
export const receiving: Part = (tcp) => {
  const from = newName();
  const receive: WSPPROC_TABLE["WSPRecvFrom"] = (
    s,
    lpBuffers,
    dwBufferCount,
    lpReceived,
    lpFlags,
    lpFrom,
    lpFromlen,
    lpOverlapped,
    routine,
    thread,
    lpErrno,
  ) => {
    const socket = tcp.handles.find(s, lpErrno);
    if (socket === null) return SOCKET_ERROR;
    // a stream stores no address
    const name = socket.isStream ? null : lpFrom;
    const code =
      checkOverlapped(tcp, socket, lpOverlapped) ||
      checkReceive(tcp, s, socket, lpReceived, lpFlags) ||
      checkBuffers(lpBuffers, dwBufferCount) ||
      (canTakeName(socket, name, lpFromlen) ? 0 : WSAEFAULT);
    if (code !== 0) return fail(lpErrno, code);
    const flags = lpFlags as Ref<number>;
    const call = overlappedTransfer(tcp, s, lpOverlapped, routine, thread, lpReceived, lpErrno);
    if (call !== null) return startReceive(socket, call, lpBuffers, dwBufferCount, flags.value, name, lpFromlen);
    const result = socket.isStream
      ? receiveStream(tcp, socket, lpBuffers, dwBufferCount, flags.value)
      : receiveDatagram(tcp, socket, lpBuffers, dwBufferCount, flags.value, from);
    if (result >= 0 && name !== null) writeName(from, sockaddrSize(socket.af), name, lpFromlen);
    const room = totalLength(lpBuffers, dwBufferCount);
    // a stream that fills less than the room has no more data; what follows urgent data is found by the next look
    const isEmpty = socket.isStream && result < room && (flags.value & MSG_PEEK) === 0;
    tcp.rearm(socket, (flags.value & MSG_OOB) !== 0 ? FD_OOB : FD_READ, isEmpty);
    if (result < 0) return fail(lpErrno, -result);
    // recv/datagram-longer: the buffers hold the beginning; the rest is discarded
    if (!socket.isStream && result > room) return fail(lpErrno, WSAEMSGSIZE);
    flags.value = 0;
    if (lpReceived !== null) lpReceived.value = result;
    return 0;
  };
  return {
    WSPRecv: (s, lpBuffers, dwBufferCount, lpReceived, lpFlags, lpOverlapped, routine, thread, lpErrno) =>
      receive(s, lpBuffers, dwBufferCount, lpReceived, lpFlags, null, null, lpOverlapped, routine, thread, lpErrno),
    WSPRecvFrom: receive,
  };
};

/** Checks the socket's state and the flags of a receive. Returns 0 or the code. */
export function checkReceive(
  tcp: Tcpip,
  s: SOCKET,
  socket: Socket,
  lpReceived: Ref<number> | null,
  lpFlags: Ref<number> | null,
): number {
  if (!(lpReceived === null || isRef(lpReceived)) || !isRef(lpFlags)) return WSAEFAULT;
  if (socket.isConnecting) settle(socket);
  if (socket.isStream && !socket.isConnected) return WSAENOTCONN;
  if (!socket.isBound || (socket.descriptors > 1 && tcp.handles.isBlind(s))) return WSAEINVAL;
  if (socket.receiveIsShut) return WSAESHUTDOWN;
  const flags = lpFlags.value as unknown;
  if (typeof flags !== "number") return WSAEINVAL;
  if ((flags & ~FLAGS) !== 0 || (!socket.isStream && (flags & (MSG_OOB | MSG_WAITALL)) !== 0)) return WSAEOPNOTSUPP;
  // recv/all-refused
  return (flags & MSG_WAITALL) !== 0 && ((flags & NOT_ALL) !== 0 || socket.isNonBlocking) ? WSAEOPNOTSUPP : 0;
}

function canTakeName(socket: Socket, name: unknown, namelen: Ref<number> | null): boolean {
  if (name === null) return true;
  const size = sockaddrSize(socket.af);
  return isBytes(name) && isRef(namelen) && namelen.value >= size && name.length >= size;
}

/**
 * Receives from a stream: the data that has arrived, or with MSG_WAITALL as much as there is room for. Returns bytes,
 * or a negative code.
 */
function receiveStream(tcp: Tcpip, socket: Socket, buffers: WSABUF[], count: number, flags: number): number {
  const all = (flags & MSG_WAITALL) !== 0;
  const stackFlags = flags & (MSG_PEEK | MSG_OOB);
  const total = totalLength(buffers, count);
  if (total === 0) return awaitData(tcp, socket, stackFlags);
  // recv/peek: what is peeked at stays, so one call reads for all buffers
  if (count > 1 && (flags & MSG_PEEK) !== 0) {
    const room = new Uint8Array(total);
    const result = fill(tcp, socket, room, 0, total, stackFlags, 1);
    scatter(room, result, buffers, count);
    return result;
  }
  let received = 0;
  for (let i = 0; i < count; i++) {
    const { buf, off, len } = buffers[i];
    if (len === 0) continue;
    const result = fill(tcp, socket, buf as Uint8Array, off, len, stackFlags, all ? len : received > 0 ? 0 : 1);
    if (result < 0) return received > 0 ? received : result;
    received += result;
    if (result < len) break;
  }
  return received;
}

/**
 * A receive of no bytes: waits until there is something to receive, and consumes nothing. Returns 0 or a negative code.
 */
function awaitData(tcp: Tcpip, socket: Socket, flags: number): number {
  const result = fill(tcp, socket, ONE_BYTE, 0, 1, flags | MSG_PEEK, 1);
  return Math.min(result, 0);
}

/** Receives into one buffer, and waits until at least `least` bytes are received. Returns bytes, or a negative code. */
function fill(
  tcp: Tcpip,
  socket: Socket,
  buf: Uint8Array,
  off: number,
  len: number,
  flags: number,
  least: number,
): number {
  const { network } = socket.context;
  let received = 0;
  const turn = tcp.awaitTurn(socket, (flags & MSG_OOB) !== 0 ? READY_PRI : READY_IN);
  if (turn !== 0) return -turn;
  for (;;) {
    const result = network.recv(socket.fd, buf, off + received, len - received, flags);
    if (result === 0 && socket.failure !== 0) return -socket.failure;
    if (result > 0) received += result;
    if (result === 0 || (result > 0 && received >= least)) return received;
    if (result < 0 && result !== -WSAEWOULDBLOCK) return received > 0 ? received : -broken(socket, -result);
    if (least === 0) return 0;
    // recv/urgent-none: it does not wait, as ordinary data would end the wait again and again
    if ((flags & MSG_OOB) !== 0 && result < 0) return result;
    const code = tcp.await(socket, READY_IN, socket.receiveTimeout);
    if (code !== 0) return received > 0 ? received : -code;
  }
}

/** Receives one datagram, and its sender's address. Returns its whole length, or a negative code. */
function receiveDatagram(
  tcp: Tcpip,
  socket: Socket,
  buffers: WSABUF[],
  count: number,
  flags: number,
  from: Uint8Array,
): number {
  const one = count === 1 ? buffers[0] : null;
  const room = one === null ? new Uint8Array(totalLength(buffers, count)) : (one.buf ?? NOTHING);
  const off = one === null ? 0 : one.off;
  const len = one === null ? room.length : one.len;
  const turn = tcp.awaitTurn(socket, READY_IN);
  if (turn !== 0) return -turn;
  for (;;) {
    const result = socket.receiveFrom(room, off, len, flags & MSG_PEEK, from);
    if (result >= 0 && one === null) scatter(room, Math.min(result, len), buffers, count);
    if (result !== -WSAEWOULDBLOCK) return result;
    const code = tcp.await(socket, READY_IN, socket.receiveTimeout);
    if (code !== 0) return -code;
  }
}
