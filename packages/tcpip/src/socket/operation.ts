import type { LPWSAOVERLAPPED_COMPLETION_ROUTINE, SOCKET, WSAOVERLAPPED, WSATHREADID } from "@ws2kit/spi";
import type { Socket } from "./socket.js";
import type { Tcpip } from "./tcpip.js";

/** An overlapped operation that has been asked for. */
export interface Operation {
  /** The process that asked, the socket, and the handle that named it. */
  readonly tcp: Tcpip;
  readonly socket: Socket;
  readonly s: SOCKET;
  /**
   * Releases the second socket that it holds until it ends, where it holds one: that socket's close ends the operation,
   * as that of `socket` does.
   */
  release?(): void;
  readonly overlapped: WSAOVERLAPPED;
  readonly routine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null;
  readonly thread: WSATHREADID | null;
  /** What it has transferred, and its flags, so far. */
  bytes: number;
  flags: number;
  /** Goes on with it: 0 when it is done, WSAEWOULDBLOCK when it must wait, MOVED, or why it failed. */
  attempt: (operation: Operation) => number;
}

/** The operation now waits in the queue of its partner. */
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

/** Has an operation hold a second socket until it ends. */
export function hold(operation: Operation, partner: Socket): void {
  partner.holder = operation;
  operation.release = () => {
    operation.release = undefined;
    partner.holder = undefined;
    partner.pending?.remove(operation);
    operation.socket.pending?.remove(operation);
  };
}
