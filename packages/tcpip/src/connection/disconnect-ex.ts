import { isNumber, isStructure, TF_REUSE_SOCKET } from "@ws2kit/core";
import {
  type LPINT,
  READY_OUT,
  SD_SEND,
  type SOCKET,
  setErrno,
  sockaddrSize,
  WSA_OPERATION_ABORTED,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOTCONN,
  WSAEWOULDBLOCK,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import { newName } from "../socket/address-check.js";
import { complete } from "../socket/completing.js";
import { newOperation } from "../socket/operation.js";
import { start } from "../socket/pending.js";
import type { Socket } from "../socket/socket.js";
import type { Tcpip } from "../socket/tcpip.js";
import { endDirection } from "./shutting.js";

/**
 * Ends a connection. With TF_REUSE_SOCKET the socket can be used again: a socket that connected stays bound to its
 * name, for ConnectEx; a socket that was accepted is unbound, for AcceptEx.
 *
 * Returns `true`, even if the connection has ended before. With `lpOverlapped`, returns `false` with WSA_IO_PENDING:
 * the operation completes later. Otherwise returns `false` with WSAENOTSOCK, WSAENOTCONN, WSAEINVAL (flags), WSAEFAULT,
 * or the stack's code. Source: oracle DisconnectEx-01, -03; test_DisconnectEx.
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
  const code = checkCall(socket, lpOverlapped, dwFlags, dwReserved) || endDirection(socket, SD_SEND);
  if (code !== 0) {
    setErrno(lpErrno, code);
    return false;
  }
  const finish = () => ((dwFlags & TF_REUSE_SOCKET) === 0 ? 0 : reuse(socket));
  if (!isStructure(lpOverlapped)) {
    const result = finish();
    setErrno(lpErrno, result);
    return result === 0;
  }
  // An overlapped disconnect always pends.
  let isBegun = false;
  const attempt = () => {
    if (isBegun) return finish();
    isBegun = true;
    return WSAEWOULDBLOCK;
  };
  tcp.imports.runLater(() => socket.pending?.notify(READY_OUT));
  return start(socket, newOperation(tcp, socket, s, lpOverlapped, null, null, attempt), READY_OUT, null, lpErrno) === 0;
}

function checkCall(socket: Socket, lpOverlapped: unknown, dwFlags: number, dwReserved: number): number {
  if (lpOverlapped !== null && lpOverlapped !== undefined && !isStructure(lpOverlapped)) return WSAEFAULT;
  if (!isNumber(dwFlags) || (dwFlags & ~TF_REUSE_SOCKET) !== 0 || dwReserved !== 0) return WSAEINVAL;
  return socket.isStream && socket.isConnected ? 0 : WSAENOTCONN;
}

/** Makes a socket ready for AcceptEx or ConnectEx again. Returns 0 or the code. */
export function reuse(socket: Socket): number {
  const { network } = socket.context;
  const { info } = socket;
  const isAccepted = socket.connectCode < 0;
  const fd = network.open(socket.af, info.iSocketType, info.iProtocol);
  if (fd < 0) return -fd;
  // abort pending receives: they would wait on the new descriptor
  for (const receive of socket.pending?.input.splice(0) ?? []) complete(receive, WSA_OPERATION_ABORTED, false);
  const name = newName();
  network.getsockname(socket.fd, name);
  socket.renew(fd);
  if (isAccepted) return 0;
  const size = sockaddrSize(socket.af);
  // if the stack still holds the port for the old connection, use another port
  if (network.bind(fd, name, size) < 0) {
    name.fill(0, 2, 4);
    network.bind(fd, name, size);
  }
  socket.isBound = true;
  return 0;
}
