import { SD_SEND, type Waitable, WSAETIMEDOUT, WSAEWOULDBLOCK } from "@ws2kit/spi";
import type { Socket } from "../socket/socket.js";
import type { Tcpip } from "../socket/tcpip.js";

/** Milliseconds between two checks for unsent data: no network reports when that changes. */
const LOOK_AFTER = 10;

/**
 * Lingers before a close, if SO_LINGER has a time: ends sending and waits, at most that time, until the peer has
 * received all data. If data is left then, the close resets the connection. For a non-blocking socket returns
 * WSAEWOULDBLOCK, and does nothing. Returns 0 or the code. Source: reference §1.2 (the table of closesocket).
 */
export function lingerOut(tcp: Tcpip, socket: Socket): number {
  const { network } = socket.context;
  const isLast = socket.descriptors === 1;
  if (!isLast || !(socket.linger > 0) || !socket.isConnected || network.unsent(socket.fd) <= 0) return 0;
  if (socket.isNonBlocking) return WSAEWOULDBLOCK;
  network.shutdown(socket.fd, SD_SEND);
  const gone: Waitable = { ready: () => network.unsent(socket.fd) <= 0 };
  let code = WSAETIMEDOUT;
  for (let left = socket.linger * 1000; left > 0 && code === WSAETIMEDOUT; left -= LOOK_AFTER) {
    code = tcp.imports.wait(gone, Math.min(left, LOOK_AFTER));
  }
  if (code !== 0) socket.linger = 0;
  return 0;
}
