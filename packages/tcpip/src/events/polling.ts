import {
  POLLERR,
  POLLHUP,
  POLLRDBAND,
  POLLRDNORM,
  POLLWRNORM,
  READY_END,
  READY_ERR,
  READY_HUP,
  READY_IN,
  READY_OUT,
  READY_PRI,
} from "@ws2kit/spi";
import { settle } from "../socket/connection-state.js";
import type { Socket } from "../socket/socket.js";
import type { Tcpip } from "../socket/tcpip.js";

/**
 * Begins (`by` 1) or ends (-1) a wait of WSAPoll for POLL* `events` on a socket, and for those that it always reports.
 */
export function watchForPoll(tcp: Tcpip, socket: Socket, events: number, by: 1 | -1): void {
  if (by > 0) socket.bits = 0;
  const conditions =
    ((events & POLLRDNORM) !== 0 ? READY_IN : 0) |
    ((events & POLLWRNORM) !== 0 ? READY_OUT : 0) |
    ((events & POLLRDBAND) !== 0 ? READY_PRI : 0);
  socket.wait(conditions, by);
  socket.polls = (socket.polls ?? 0) + by;
  tcp.watch(socket);
}

/**
 * Returns the POLL* of `events` that hold on a socket. POLLERR and POLLHUP are always reported. Source: test_WSAPoll;
 * design rulings.
 */
export function pollSocket(tcp: Tcpip, socket: Socket, events: number): number {
  if (socket.isConnecting && socket.bits !== 0) {
    settle(socket);
    tcp.watch(socket);
  }
  return pollBits(socket, events) & (events | POLLERR | POLLHUP);
}

function pollBits(socket: Socket, events: number): number {
  const { bits } = socket;
  const writable = (bits & READY_OUT) !== 0 ? POLLWRNORM : 0;
  if (!socket.isStream) return ((bits & READY_IN) !== 0 ? POLLRDNORM : 0) | writable;
  if (socket.isListening) return socket.arrivals.length > 0 || (bits & READY_IN) !== 0 ? POLLRDNORM : 0;
  if (socket.isConnecting) return 0;
  // a stream without a connection reports POLLHUP; if its connect has failed, POLLERR too
  if (!socket.isConnected) return POLLHUP | POLLWRNORM | (socket.hasFailed ? POLLERR : 0);
  const hasFailed = (bits & READY_ERR) !== 0 || socket.failure !== 0;
  return (
    ((events & POLLRDNORM) !== 0 && (bits & READY_IN) !== 0 && hasData(socket, hasFailed) ? POLLRDNORM : 0) |
    ((bits & READY_PRI) !== 0 ? POLLRDBAND : 0) |
    writable |
    ((bits & (READY_END | READY_HUP)) !== 0 || hasFailed ? POLLHUP : 0) |
    (hasFailed ? POLLERR : 0)
  );
}

/**
 * Whether a readable stream has data, not only its end. A failed stream is not peeked at, as a peek removes the error.
 */
function hasData(socket: Socket, hasFailed: boolean): boolean {
  return hasFailed ? socket.context.network.available(socket.fd) > 0 : socket.peek() > 0;
}
