import { isNumber, isStructure } from "@ws2kit/core";
import {
  copyOf,
  holds,
  type LPINT,
  type Pointer,
  READY_OUT,
  type Ref,
  type SOCKET,
  setErrno,
  WSA_INVALID_PARAMETER,
  WSAEFAULT,
  WSAEINVAL,
  WSAEISCONN,
  WSAEWOULDBLOCK,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import { checkDestination, checkName } from "../socket/address-check.js";
import { NOTHING } from "../socket/buffers.js";
import { begin } from "../socket/completing.js";
import { settle } from "../socket/connection-state.js";
import { newOperation, type Operation } from "../socket/operation.js";
import { start } from "../socket/pending.js";
import type { Socket } from "../socket/socket.js";
import type { Tcpip } from "../socket/tcpip.js";
import { LATE, startConnect } from "./connecting.js";

/**
 * Connects a bound socket, and sends first data. Returns `false` with WSA_IO_PENDING as a rule, or with
 * WSA_INVALID_PARAMETER (no overlapped structure), WSAEINVAL (not bound), WSAEISCONN, WSAENOTSOCK, WSAEFAULT. Source:
 * oracle asynchronous.
 */
export function connectEx(
  tcp: Tcpip,
  s: SOCKET,
  name: Pointer,
  namelen: number,
  lpSendBuffer: Pointer,
  dwSendDataLength: number,
  lpdwBytesSent: Ref<number> | null,
  lpOverlapped: WSAOVERLAPPED | null,
  lpErrno: LPINT,
): boolean {
  const refuse = (code: number) => {
    setErrno(lpErrno, code);
    return false;
  };
  if (!isStructure(lpOverlapped)) return refuse(WSA_INVALID_PARAMETER);
  const socket = tcp.handles.find(s, lpErrno);
  if (socket === null) return false;
  if (!socket.isStream || !socket.isBound || socket.isListening || socket.isConnecting) return refuse(WSAEINVAL);
  if (socket.isConnected) return refuse(WSAEISCONN);
  const code = checkName(socket, name, namelen) || checkDestination(name as Uint8Array);
  if (code !== 0) return refuse(code);
  if (!isNumber(dwSendDataLength)) return refuse(WSAEINVAL);
  const length = dwSendDataLength >>> 0;
  if (length > 0 && !holds(lpSendBuffer, 0, length)) return refuse(WSAEFAULT);
  // Copy the data: the caller may change the buffer after the call.
  const data = length === 0 ? NOTHING : copyOf(lpSendBuffer as Uint8Array, 0, length);
  // it always pends, even if the stack has connected at once, as a non-blocking connect does
  let isBegun = false;
  const attempt = (operation: Operation) => {
    if (isBegun) return attemptConnect(operation, socket, data);
    isBegun = true;
    return WSAEWOULDBLOCK;
  };
  const operation = newOperation(tcp, socket, s, lpOverlapped, null, null, attempt);
  // throws here if the structure cannot be written, before a socket is changed
  begin(operation);
  const result = startConnect(tcp, socket, name as Uint8Array, LATE);
  if (result > 0) {
    tcp.handles.finish(lpOverlapped, result, 0, 0);
    return refuse(result);
  }
  socket.needsContext = true;
  if (!socket.isConnecting) tcp.imports.runLater(() => socket.pending?.notify(READY_OUT));
  return start(socket, operation, READY_OUT, lpdwBytesSent, lpErrno) === 0;
}

function attemptConnect(operation: Operation, socket: Socket, data: Uint8Array): number {
  settle(socket);
  if (socket.isConnecting) return WSAEWOULDBLOCK;
  if (!socket.isConnected) return socket.connectCode;
  const left = data.length - operation.bytes;
  if (left === 0) return 0;
  const result = socket.context.network.send(socket.fd, data, operation.bytes, left, 0);
  if (result < 0) return -result;
  operation.bytes += result;
  return result === left ? 0 : WSAEWOULDBLOCK;
}
