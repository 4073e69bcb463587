import {
  copyOf,
  type LPINT,
  type LPWSAOVERLAPPED_COMPLETION_ROUTINE,
  MSG_DONTROUTE,
  PACKET_INFO_SIZE,
  READY_OUT,
  type Ref,
  type SOCKET,
  SOCKET_ERROR,
  sockaddrSize,
  WSAEOPNOTSUPP,
  type WSAMSG,
  type WSAOVERLAPPED,
  type WSATHREADID,
} from "@ws2kit/spi";
import { gather, NOTHING } from "../socket/buffers.js";
import { fail } from "../socket/failure.js";
import type { Socket } from "../socket/socket.js";
import type { Tcpip } from "../socket/tcpip.js";
import { readControl } from "./control-messages.js";
import { overlappedTransfer, startCall } from "./overlapped-transfer.js";
import { type Attempt, attemptNow, checkMessage } from "./receive-message.js";
import { awaitRoom, checkSend, checkTarget } from "./sending.js";

/**
 * WSASendMsg: sends a datagram to the address in `lpMsg`, or to the peer, with the header fields in its control
 * messages. After the application's parameters follow the thread and `lpErrno`.
 */
export function sendMessage(
  tcp: Tcpip,
  s: SOCKET,
  lpMsg: WSAMSG,
  dwFlags: number,
  lpNumberOfBytesSent: Ref<number> | null,
  lpOverlapped: WSAOVERLAPPED | null,
  routine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null,
  thread: WSATHREADID | null,
  lpErrno: LPINT,
): number {
  const socket = tcp.handles.find(s, lpErrno);
  if (socket === null) return SOCKET_ERROR;
  const packet = new Uint8Array(PACKET_INFO_SIZE);
  const code =
    checkMessage(socket, lpMsg) ||
    checkSend(tcp, socket, lpMsg.lpBuffers, lpMsg.dwBufferCount, lpNumberOfBytesSent, dwFlags, lpOverlapped) ||
    checkTarget(socket, lpMsg.name, lpMsg.namelen) ||
    readControl(socket, lpMsg.Control, packet) ||
    (packet[0] !== 0 && socket.context.network.sendmsg === undefined ? WSAEOPNOTSUPP : 0);
  if (code !== 0) return fail(lpErrno, code);
  const { buf, off, len } =
    lpMsg.dwBufferCount === 1 ? lpMsg.lpBuffers[0] : gather(lpMsg.lpBuffers, lpMsg.dwBufferCount);
  const name = lpMsg.name === null ? null : copyOf(lpMsg.name, 0, sockaddrSize(socket.af));
  const attempt: Attempt = (operation) => {
    const result = sendPacket(socket, buf ?? NOTHING, off, len, dwFlags & MSG_DONTROUTE, name, packet);
    if (result < 0) return -result;
    operation.bytes = result;
    return 0;
  };
  const call = overlappedTransfer(tcp, s, lpOverlapped, routine, thread, lpNumberOfBytesSent, lpErrno);
  if (call !== null && !socket.isBound) socket.named();
  const wait = () => awaitRoom(tcp, socket);
  const result =
    call !== null
      ? startCall(socket, call, READY_OUT, attempt)
      : attemptNow(tcp, socket, READY_OUT, attempt, wait, lpNumberOfBytesSent, lpErrno);
  if (result === 0 && !socket.isBound) socket.named();
  if (socket.descriptors > 1) tcp.handles.named(s);
  return result;
}

/**
 * Sends a datagram to `name`, or to the peer, with the header fields in `packet`. Returns its length, or a negative
 * code.
 */
function sendPacket(
  socket: Socket,
  buf: Uint8Array,
  off: number,
  len: number,
  flags: number,
  name: Uint8Array | null,
  packet: Uint8Array,
): number {
  const { network } = socket.context;
  if (packet[0] === 0 || network.sendmsg === undefined) return socket.sendTo(buf, off, len, flags, name);
  return network.sendmsg(socket.fd, buf, off, len, flags, name ?? NOTHING, name?.length ?? 0, packet);
}
