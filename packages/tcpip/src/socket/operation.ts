import type { LPWSAOVERLAPPED_COMPLETION_ROUTINE, SOCKET, WSAOVERLAPPED, WSATHREADID } from "@ws2kit/spi";
import type { Socket } from "./socket.js";
import type { Tcpip } from "./tcpip.js";

/** An overlapped operation that has been started. */
export interface Operation {
  /** The process that started it, its socket, and the handle that the caller passed. */
  readonly tcp: Tcpip;
  readonly socket: Socket;
  readonly s: SOCKET;
  /**
   * Releases its second socket, if it has one. Until then, closing that socket ends the operation, as closing `socket`
   * does.
   */
  release?(): void;
  readonly overlapped: WSAOVERLAPPED;
  readonly routine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null;
  readonly thread: WSATHREADID | null;
  /** The bytes that it has transferred so far, and its flags. */
  bytes: number;
  flags: number;
  /**
   * Continues the operation. Returns 0 if it is done, WSAEWOULDBLOCK if it must wait, MOVED, or the code of its
   * failure.
   */
  attempt: (operation: Operation) => number;
}

/** The operation now waits in the queue of its second socket. */
export const MOVED = -1;

export function newOperation(
  tcp: Tcpip,
  socket: Socket,
  s: SOCKET,
  overlapped: WSAOVERLAPPED,
  routine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null | undefined,
  thread: WSATHREADID | null,
  attempt: Operation["attempt"],
): Operation {
  return { tcp, socket, s, overlapped, routine: routine ?? null, thread, bytes: 0, flags: 0, attempt };
}

/** Makes `partner` the second socket of an operation, until the operation ends. */
export function hold(operation: Operation, partner: Socket): void {
  partner.holder = operation;
  operation.release = () => {
    operation.release = undefined;
    partner.holder = undefined;
    partner.pending?.remove(operation);
    operation.socket.pending?.remove(operation);
  };
}
