import {
  copyOf,
  FD_OOB,
  FD_READ,
  type LPINT,
  type LPWSAOVERLAPPED_COMPLETION_ROUTINE,
  MSG_OOB,
  MSG_PARTIAL,
  MSG_PEEK,
  MSG_WAITALL,
  type Pointer,
  READY_IN,
  READY_OUT,
  READY_PRI,
  type Ref,
  type SOCKET,
  sockaddrSize,
  WSA_FLAG_OVERLAPPED,
  type WSABUF,
  WSAEFAULT,
  WSAEMSGSIZE,
  WSAEWOULDBLOCK,
  type WSAOVERLAPPED,
  type WSATHREADID,
} from "@ws2kit/spi";
import { newName, writeName } from "../socket/address-check.js";
import { gather, NOTHING, scatter, totalLength } from "../socket/buffers.js";
import { newOperation, type Operation } from "../socket/operation.js";
import { start } from "../socket/pending.js";
import { broken, type Socket } from "../socket/socket.js";
import type { Tcpip } from "../socket/tcpip.js";

/**
 * The overlapped parameters of a data slot: the structure, the routine and its thread, and the pointers for the
 * results.
 */
export interface OverlappedTransfer {
  readonly tcp: Tcpip;
  readonly s: SOCKET;
  readonly overlapped: WSAOVERLAPPED;
  readonly routine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null;
  readonly thread: WSATHREADID | null;
  readonly lpBytes: Ref<number> | null;
  readonly lpErrno: LPINT;
}

/** Whether a call has an overlapped structure. */
export function isOverlapped(lpOverlapped: WSAOVERLAPPED | null | undefined): boolean {
  return lpOverlapped !== null && lpOverlapped !== undefined;
}

/** Collects the overlapped parameters of a data slot; `null` for a call without an overlapped structure. */
export function overlappedTransfer(
  tcp: Tcpip,
  s: SOCKET,
  overlapped: WSAOVERLAPPED | null | undefined,
  routine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null,
  thread: WSATHREADID | null,
  lpBytes: Ref<number> | null,
  lpErrno: LPINT,
): OverlappedTransfer | null {
  if (overlapped === null || overlapped === undefined) return null;
  return { tcp, s, overlapped, routine, thread, lpBytes, lpErrno };
}

/** Checks that the overlapped parameter can be used. Returns 0 or the code. */
export function checkOverlapped(tcp: Tcpip, socket: Socket, lpOverlapped: WSAOVERLAPPED | null | undefined): number {
  if (lpOverlapped === null || lpOverlapped === undefined) return 0;
  if (typeof lpOverlapped !== "object") return WSAEFAULT;
  return (socket.flags & WSA_FLAG_OVERLAPPED) !== 0 ? 0 : tcp.definition.notOverlapped;
}

/** Starts an overlapped send of all buffers, to `to` or to the peer. */
export function startSend(
  socket: Socket,
  call: OverlappedTransfer,
  buffers: readonly WSABUF[],
  count: number,
  flags: number,
  to: Uint8Array | null,
): number {
  const one = count === 1 ? { ...buffers[0] } : gather(buffers, count);
  const buf = one.buf ?? NOTHING;
  const name = to === null ? null : copyOf(to, 0, to.length);
  const attempt = (operation: Operation): number => {
    if (socket.isStream && one.len === 0) return 0;
    const off = one.off + operation.bytes;
    const left = one.len - operation.bytes;
    const result = socket.sendTo(buf, off, left, flags, name);
    if (result < 0) return result === -WSAEWOULDBLOCK ? WSAEWOULDBLOCK : broken(socket, -result);
    operation.bytes += result;
    return operation.bytes === one.len ? 0 : WSAEWOULDBLOCK;
  };
  return startCall(socket, call, READY_OUT, attempt);
}

/**
 * Starts an overlapped receive into the buffers. If the sender's address is asked for, it is written when the receive
 * ends.
 */
export function startReceive(
  socket: Socket,
  call: OverlappedTransfer,
  buffers: readonly WSABUF[],
  count: number,
  flags: number,
  lpFrom: Pointer,
  lpFromlen: Ref<number> | null,
): number {
  const isUrgent = (flags & MSG_OOB) !== 0;
  const kept = buffers.slice(0, count).map((buffer) => ({ ...buffer }));
  const room = totalLength(kept, count);
  const one = count === 1 ? kept[0] : { buf: new Uint8Array(room), off: 0, len: room };
  const attempt = (operation: Operation): number => {
    const code = socket.isStream
      ? receiveStream(socket, operation, one, flags)
      : receiveDatagram(socket, operation, one, flags, lpFrom, lpFromlen);
    if (code !== WSAEWOULDBLOCK) call.tcp.rearm(socket, isUrgent ? FD_OOB : FD_READ);
    if (count > 1) scatter(one.buf as Uint8Array, operation.bytes, kept, count);
    return code;
  };
  return startCall(socket, call, isUrgent ? READY_PRI : READY_IN, attempt);
}

/** Starts an overlapped operation. `attempt` is called whenever the network is ready for `events`. */
export function startCall(
  socket: Socket,
  call: OverlappedTransfer,
  events: number,
  attempt: Operation["attempt"],
): number {
  const { tcp, s, overlapped, routine, thread, lpBytes, lpErrno } = call;
  return start(socket, newOperation(tcp, socket, s, overlapped, routine, thread, attempt), events, lpBytes, lpErrno);
}

function receiveStream(socket: Socket, operation: Operation, { buf, off, len }: WSABUF, flags: number): number {
  const { network } = socket.context;
  if (len === 0) return peekAny(socket, flags & MSG_OOB);
  const at = off + operation.bytes;
  const left = len - operation.bytes;
  const result = network.recv(socket.fd, buf as Uint8Array, at, left, flags & (MSG_PEEK | MSG_OOB));
  if (result > 0) {
    operation.bytes += result;
    return (flags & MSG_WAITALL) !== 0 && operation.bytes < len ? WSAEWOULDBLOCK : 0;
  }
  const code = socket.failure || broken(socket, -result);
  // report the received bytes now; the next call reports the failure
  return operation.bytes > 0 && code !== WSAEWOULDBLOCK ? 0 : code;
}

/** Checks for something to receive, without consuming it. Returns 0, WSAEWOULDBLOCK or another code. */
function peekAny(socket: Socket, flags: number): number {
  const result = socket.peek(flags);
  if (result >= 0) return 0;
  return result === -WSAEWOULDBLOCK ? WSAEWOULDBLOCK : broken(socket, -result);
}

function receiveDatagram(
  socket: Socket,
  operation: Operation,
  { buf, off, len }: WSABUF,
  flags: number,
  lpFrom: Pointer,
  lpFromlen: Ref<number> | null,
): number {
  const from = newName();
  const result = socket.receiveFrom(buf ?? NOTHING, off, len, flags & MSG_PEEK, from);
  if (result < 0) return -result;
  if (lpFrom !== null) writeName(from, sockaddrSize(socket.af), lpFrom, lpFromlen);
  operation.bytes = Math.min(result, len);
  if (result <= len) return 0;
  operation.flags = MSG_PARTIAL;
  return WSAEMSGSIZE;
}
