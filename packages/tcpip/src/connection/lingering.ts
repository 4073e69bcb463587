import { SD_SEND, type Waitable, WSAETIMEDOUT, WSAEWOULDBLOCK } from "@ws2kit/spi";
import type { Socket } from "../socket/socket.js";
import type { Tcpip } from "../socket/tcpip.js";

/** Milliseconds between two looks at what is unsent: no network tells when that changes. */
const LOOK_AFTER = 10;

/**
 * What a close with SO_LINGER and a time does before it closes: ends sending and waits until what was sent has reached
 * the peer, at most that time; what is then left is reset. A socket that must not wait is WSAEWOULDBLOCK, and nothing
 * has happened. 0 or the code. Source: reference §1.2 (the table of closesocket).
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
