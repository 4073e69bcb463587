import { isNumber, isStructure, unlessFault } from "@ws2kit/core";
import {
  AF_INET,
  copyOf,
  FD_READ,
  isBytes,
  type LPINT,
  type LPWSAOVERLAPPED_COMPLETION_ROUTINE,
  MSG_BCAST,
  MSG_CTRUNC,
  MSG_MCAST,
  MSG_PEEK,
  MSG_TRUNC,
  PACKET_ADDRESS,
  PACKET_ADDRESS_AT,
  PACKET_INFO_SIZE,
  READY_IN,
  type Ref,
  ref,
  type SOCKET,
  SOCKET_ERROR,
  sockaddrSize,
  type WSABUF,
  WSAEFAULT,
  WSAEINVAL,
  WSAEMSGSIZE,
  WSAEOPNOTSUPP,
  WSAEWOULDBLOCK,
  type WSAMSG,
  type WSAOVERLAPPED,
  type WSATHREADID,
} from "@ws2kit/spi";
import { newName } from "../socket/address-check.js";
import { checkBuffers, NOTHING, scatter, totalLength } from "../socket/buffers.js";
import { fail } from "../socket/failure.js";
import type { Operation } from "../socket/operation.js";
import type { Socket } from "../socket/socket.js";
import type { Tcpip } from "../socket/tcpip.js";
import { writeControl } from "./control-messages.js";
import { checkOverlapped, isOverlapped, overlappedTransfer, startCall } from "./overlapped-transfer.js";
import { checkReceive } from "./receiving.js";

/** A WSARecvMsg under way: the caller's structure, and its members as they were at the call. */
interface Receive {
  readonly msg: WSAMSG;
  readonly buffers: readonly WSABUF[];
  readonly room: number;
  readonly flags: number;
  readonly from: Uint8Array;
  readonly packet: Uint8Array;
}

/**
 * WSARecvMsg: receives a datagram with its sender's address and, as control messages, the header fields that options
 * ask for. After the application's parameters follow the thread and `lpErrno`.
 */
export function receiveMessage(
  tcp: Tcpip,
  s: SOCKET,
  lpMsg: WSAMSG,
  lpdwNumberOfBytesRecvd: Ref<number> | null,
  lpOverlapped: WSAOVERLAPPED | null,
  routine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null,
  thread: WSATHREADID | null,
  lpErrno: LPINT,
): number {
  const socket = tcp.handles.find(s, lpErrno);
  if (socket === null) return SOCKET_ERROR;
  const code =
    checkMessage(socket, lpMsg) ||
    ((lpMsg.dwFlags & ~MSG_PEEK) !== 0 ? WSAEOPNOTSUPP : 0) ||
    (lpdwNumberOfBytesRecvd === null && !isOverlapped(lpOverlapped) ? WSAEFAULT : 0) ||
    checkOverlapped(tcp, socket, lpOverlapped) ||
    checkReceive(tcp, s, socket, lpdwNumberOfBytesRecvd, ref(lpMsg.dwFlags)) ||
    checkBuffers(lpMsg.lpBuffers, lpMsg.dwBufferCount);
  if (code !== 0) return fail(lpErrno, code);
  const buffers = lpMsg.lpBuffers.slice(0, lpMsg.dwBufferCount).map((buffer) => ({ ...buffer }));
  const one: Receive = {
    msg: lpMsg,
    buffers,
    room: totalLength(buffers, buffers.length),
    flags: lpMsg.dwFlags & MSG_PEEK,
    from: newName(),
    packet: new Uint8Array(PACKET_INFO_SIZE),
  };
  const attempt: Attempt = (operation) => {
    const result = receive(socket, one);
    if (result !== -WSAEWOULDBLOCK) tcp.rearm(socket, FD_READ);
    if (result < 0) return -result;
    operation.bytes = Math.min(result, one.room);
    // a structure that can no longer be written fails only its own operation
    return unlessFault(() => deliver(socket, one, result), WSAEFAULT);
  };
  const call = overlappedTransfer(tcp, s, lpOverlapped, routine, thread, lpdwNumberOfBytesRecvd, lpErrno);
  if (call !== null) return startCall(socket, call, READY_IN, attempt);
  const wait = () => tcp.await(socket, READY_IN, socket.receiveTimeout);
  return attemptNow(tcp, socket, READY_IN, attempt, wait, lpdwNumberOfBytesRecvd, lpErrno);
}

/** Checks a WSAMSG for this socket. Returns 0 or the code. */
export function checkMessage(socket: Socket, msg: unknown): number {
  if (!isStructure(msg)) return WSAEFAULT;
  // it is for datagrams only
  if (socket.isStream) return WSAEINVAL;
  const { name, namelen, Control, dwFlags } = msg as WSAMSG;
  if (!isNumber(dwFlags) || !isNumber(namelen)) return WSAEINVAL;
  const size = sockaddrSize(socket.af);
  const hasName = name === null ? namelen === 0 : isBytes(name) && namelen >= size && name.length >= size;
  return hasName ? checkBuffers([Control], 1) : WSAEFAULT;
}

/** Continues a transfer, and counts its bytes. Returns 0 if it is done, WSAEWOULDBLOCK if it must wait, or its code. */
export type Attempt = (counted: Pick<Operation, "bytes">) => number;

/**
 * Attempts a transfer that is not overlapped until it is done or `wait` fails. Returns 0, or SOCKET_ERROR with the
 * code.
 */
export function attemptNow(
  tcp: Tcpip,
  socket: Socket,
  events: number,
  attempt: Attempt,
  wait: () => number,
  lpBytes: Ref<number> | null,
  lpErrno: LPINT,
): number {
  const counted = { bytes: 0 };
  let code = tcp.awaitTurn(socket, events);
  if (code === 0) {
    for (code = attempt(counted); code === WSAEWOULDBLOCK; code = attempt(counted)) {
      const waited = wait();
      if (waited !== 0) return fail(lpErrno, waited);
    }
  }
  if (code !== 0) return fail(lpErrno, code);
  if (lpBytes !== null) lpBytes.value = counted.bytes;
  return 0;
}

/** Receives a datagram into the buffers. Returns its whole length, or a negative code. */
function receive(socket: Socket, { buffers, room, flags, from, packet }: Receive): number {
  const { network } = socket.context;
  const isOne = buffers.length === 1;
  const { buf, off, len } = isOne ? buffers[0] : { buf: new Uint8Array(room), off: 0, len: room };
  packet.fill(0);
  const data = buf ?? NOTHING;
  // a peek discards an error that the socket ignores
  if (socket.ignoresUnreachable) socket.peek();
  const result =
    network.recvmsg === undefined
      ? network.recvfrom(socket.fd, data, off, len, flags, from)
      : network.recvmsg(socket.fd, data, off, len, flags, from, packet);
  if (!isOne && result >= 0) scatter(data, Math.min(result, len), buffers, buffers.length);
  return result;
}

/**
 * Writes the sender's address, the control messages and the flags. Returns 0, or WSAEMSGSIZE if something did not fit.
 */
function deliver(socket: Socket, { msg, room, from, packet }: Receive, length: number): number {
  const size = sockaddrSize(socket.af);
  if (msg.name !== null) {
    msg.name.set(from.subarray(0, size));
    msg.namelen = size;
  }
  const fits = writeControl(socket, from, packet, msg.Control);
  const cut = (length > room ? MSG_TRUNC : 0) | (fits ? 0 : MSG_CTRUNC);
  msg.dwFlags = cut | sentToSeveral(socket, packet);
  return cut === 0 ? 0 : WSAEMSGSIZE;
}

/** MSG_BCAST or MSG_MCAST if the stack reports the datagram's destination and that is such an address; 0 otherwise. */
function sentToSeveral({ af }: Socket, packet: Uint8Array): number {
  if ((packet[0] & PACKET_ADDRESS) === 0) return 0;
  const address = copyOf(packet, PACKET_ADDRESS_AT, PACKET_ADDRESS_AT + (af === AF_INET ? 4 : 16));
  if (af !== AF_INET) return address[0] === 0xff ? MSG_MCAST : 0;
  if (address.every((byte) => byte === 0xff)) return MSG_BCAST;
  return (address[0] & 0xf0) === 0xe0 ? MSG_MCAST : 0;
}
