import { FD_CONNECT, readDWORD, SO_ERROR, SOL_SOCKET, WSAEWOULDBLOCK } from "@ws2kit/spi";
import { newName } from "./address-check.js";
import type { Socket } from "./socket.js";

/**
 * Updates a socket whose connect was under way, if the connect has ended: it is connected, or `connectCode` holds the
 * code.
 */
export function settle(socket: Socket): void {
  if (!socket.isConnecting || socket.isClosed) return;
  const { network } = socket.context;
  const found = newName();
  network.getsockopt(socket.fd, SOL_SOCKET, SO_ERROR, found);
  const error = readDWORD(found);
  if (error === 0 && network.getpeername(socket.fd, found) < 0) return;
  ended(socket, error);
}

/** Records that a connect has begun; if the stack's `result` shows that it has ended, records its outcome. */
export function begun(socket: Socket, result: number): void {
  socket.connectCode = -1;
  socket.events?.rearm(FD_CONNECT);
  socket.isConnecting = result === -WSAEWOULDBLOCK;
  if (!socket.isConnecting) ended(socket, 0 - result);
}

/**
 * Records how a connect ended. SO_ERROR is set only for a non-blocking connect: a blocking call reports the code
 * itself.
 */
function ended(socket: Socket, code: number): void {
  socket.isConnecting = false;
  socket.target = null;
  socket.connectCode = code;
  if (code !== 0) socket.membership?.missed(socket);
  if (code === 0) connected(socket);
  else if (socket.isNonBlocking) socket.error = code;
  socket.events?.record(FD_CONNECT, code);
}

/** Records that a socket is connected. */
export function connected(socket: Socket): void {
  socket.isConnected = true;
  socket.error = 0;
  if (socket.isStream) socket.connectedAt = socket.context.now();
}
