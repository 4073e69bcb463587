import {
  isBytes,
  type LPINT,
  type Pointer,
  READY_OUT,
  type Ref,
  type SOCKET,
  setErrno,
  sockaddrSize,
  WSA_INVALID_PARAMETER,
  WSAEFAULT,
  WSAEINVAL,
  WSAEISCONN,
  WSAENOTCONN,
  WSAEWOULDBLOCK,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import { checkDestination, checkName } from "./address-check.js";
import { begun, LATE, settle } from "./connecting.js";
import { newOperation, type Operation } from "./operation.js";
import { start } from "./pending.js";
import type { Socket } from "./socket.js";
import type { Tcpip } from "./tcpip.js";

/** DisconnectEx: make the socket ready for AcceptEx or ConnectEx again. */
export const TF_REUSE_SOCKET = 0x2;

/**
 * Connects a bound socket, and sends first data. `false` with WSA_IO_PENDING as a rule, or WSA_INVALID_PARAMETER (no
 * overlapped), WSAEINVAL (not bound), WSAEISCONN, WSAENOTSOCK, WSAEFAULT. Source: oracle async.
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
  if (lpOverlapped === null) return refuse(WSA_INVALID_PARAMETER);
  const socket = tcp.handles.find(s, lpErrno);
  if (socket === null) return false;
  if (!socket.isStream || !socket.isBound || socket.isListening || socket.isConnecting) return refuse(WSAEINVAL);
  if (socket.isConnected) return refuse(WSAEISCONN);
  const code = checkName(socket, name, namelen) || checkDestination(name as Uint8Array);
  if (code !== 0) return refuse(code);
  if (dwSendDataLength > 0 && !(isBytes(lpSendBuffer) && lpSendBuffer.length >= dwSendDataLength)) {
    return refuse(WSAEFAULT);
  }
  const result = tcp.station.network.connect(socket.fd, name as Uint8Array, sockaddrSize(socket.af));
  if (result < 0 && result !== -WSAEWOULDBLOCK && !LATE.includes(-result)) return refuse(-result);
  begun(socket, result);
  socket.needsContext = true;
  // as with a non-blocking connect, it is never over when the call returns, even where the stack was quick
  let isBegun = false;
  const attempt = (operation: Operation) => {
    if (isBegun) return attemptConnect(operation, socket, lpSendBuffer, dwSendDataLength);
    isBegun = true;
    return WSAEWOULDBLOCK;
  };
  if (!socket.isConnecting) tcp.imports.runLater(() => socket.pending?.stirred(READY_OUT));
  const operation = newOperation(tcp, s, lpOverlapped, null, null, attempt);
  return start(socket, operation, READY_OUT, lpdwBytesSent, lpErrno) === 0;
}

function attemptConnect(operation: Operation, socket: Socket, data: Pointer, length: number): number {
  settle(socket);
  if (socket.isConnecting) return WSAEWOULDBLOCK;
  if (!socket.isConnected) return socket.connectCode;
  if (operation.bytes === length) return 0;
  const left = length - operation.bytes;
  const result = socket.station.network.send(socket.fd, data as Uint8Array, operation.bytes, left, 0);
  if (result < 0) return -result;
  operation.bytes += result;
  return operation.bytes === length ? 0 : WSAEWOULDBLOCK;
}

/**
 * Ends a connection; with TF_REUSE_SOCKET the socket can connect again. `true`, also when it has ended before; `false` with
 * WSAENOTSOCK, WSAENOTCONN. Source: oracle DisconnectEx-01, -03.
 */
export function disconnectEx(
  tcp: Tcpip,
  s: SOCKET,
  lpOverlapped: WSAOVERLAPPED | null,
  dwFlags: number,
  dwReserved: number,
  lpErrno: LPINT,
): boolean {
  const socket = tcp.handles.find(s, lpErrno);
  if (socket === null) return false;
  const refuse = (code: number) => {
    setErrno(lpErrno, code);
    return false;
  };
  if ((dwFlags & ~TF_REUSE_SOCKET) !== 0 || dwReserved !== 0) return refuse(WSAEINVAL);
  if (!socket.isConnected) return refuse(WSAENOTCONN);
  if ((dwFlags & TF_REUSE_SOCKET) !== 0) {
    const { network } = socket.station;
    const fd = network.open(socket.af, socket.info.iSocketType, socket.info.iProtocol);
    if (fd < 0) return refuse(-fd);
    socket.renew(fd);
  } else {
    const result = tcp.slots.WSPShutdown(s, 1, lpErrno);
    if (result !== 0) return false;
  }
  if (lpOverlapped !== null) tcp.handles.complete(s, lpOverlapped, 0, 0, 0, true);
  return true;
}
