import { INVALID_SOCKET, newWSAOVERLAPPED, SD_BOTH, SD_RECEIVE, SD_SEND, WSAEINVAL, WSAENOTCONN } from "@ws2kit/spi";
import { settle } from "../socket/connection-state.js";
import { MOVED, newOperation } from "../socket/operation.js";
import type { Socket } from "../socket/socket.js";
import { socketSlot } from "../socket/socket-slot.js";
import type { Part } from "../socket/tcpip.js";

/** WSPShutdown. Source: reference §1 slot 27; oracle shutdown-*, send-01, recv-01. */
export const shutting: Part = (tcp) => ({
  WSPShutdown: socketSlot(tcp, (socket, how) =>
    how === SD_RECEIVE || how === SD_SEND || how === SD_BOTH ? endDirection(socket, how) : WSAEINVAL,
  ),
});

/** Ends sending, receiving or both on a connected stream, or on any datagram socket. Returns 0 or the code. */
export function endDirection(socket: Socket, how: number): number {
  settle(socket);
  if (socket.isStream && !socket.isConnected) return WSAENOTCONN;
  // End receiving here, not in the stack: a stack might discard, or accept, data that the peer still sends.
  const result = how === SD_RECEIVE ? 0 : endSending(socket);
  if (result < 0 && result !== -WSAENOTCONN) return -result;
  if (how !== SD_SEND) socket.receiveIsShut = true;
  if (how !== SD_RECEIVE) socket.sendIsShut = true;
  return 0;
}

/** Ends sending, after the overlapped sends that are under way. Returns 0 or a negative code. */
function endSending(socket: Socket): number {
  const end = () => socket.context.network.shutdown(socket.fd, SD_SEND);
  const sends = socket.pending?.output ?? [];
  if (sends.length === 0) return end();
  const endLater = () => {
    end();
    return MOVED;
  };
  // This operation belongs to no handle: it cannot be cancelled, and its end is not reported.
  sends.push(newOperation(sends[0].tcp, socket, INVALID_SOCKET, newWSAOVERLAPPED(), null, null, endLater));
  return 0;
}
