import { FD_CONNECT, readDWORD, SO_ERROR, SOL_SOCKET, WSAEWOULDBLOCK } from "@ws2kit/spi";
import { newName } from "./address-check.js";
import type { Socket } from "./socket.js";

/**
 * Brings a connect that was under way to its end, if it has come: connected, or failed with the reason in
 * `connectCode`.
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

/** Notes that a connect has begun, and how it ended if the stack's `result` says so. */
export function begun(socket: Socket, result: number): void {
  socket.connectCode = -1;
  socket.events?.rearm(FD_CONNECT);
  socket.isConnecting = result === -WSAEWOULDBLOCK;
  if (!socket.isConnecting) ended(socket, 0 - result);
}

/** Notes how a connect ended. A blocking call returns its code itself, so that SO_ERROR is for non-blocking ones. */
function ended(socket: Socket, code: number): void {
  socket.isConnecting = false;
  socket.target = null;
  socket.connectCode = code;
  if (code !== 0) socket.membership?.missed(socket);
  if (code === 0) connected(socket);
  else if (socket.isNonBlocking) socket.error = code;
  socket.events?.record(FD_CONNECT, code);
}

/** A connection stands. */
export function connected(socket: Socket): void {
  socket.isConnected = true;
  socket.error = 0;
  if (socket.isStream) socket.connectedAt = socket.context.now();
}
