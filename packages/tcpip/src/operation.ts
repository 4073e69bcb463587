import type { LPWSAOVERLAPPED_COMPLETION_ROUTINE, SOCKET, WSAOVERLAPPED, WSATHREADID } from "@ws2kit/spi";
import type { Tcpip } from "./tcpip.js";

/** An overlapped operation that has been asked for. */
export interface Operation {
  /** The process that asked, and the handle that it used. */
  readonly tcp: Tcpip;
  readonly s: SOCKET;
  readonly overlapped: WSAOVERLAPPED;
  readonly routine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null;
  readonly thread: WSATHREADID | null;
  /** What it has transferred, and its flags, so far. */
  bytes: number;
  flags: number;
  /** Goes on with it: 0 when it is done, WSAEWOULDBLOCK when it must wait, MOVED, or why it failed. */
  attempt: (operation: Operation) => number;
}

/** The operation now waits in the queue of another socket. */
export const MOVED = -1;

export function newOperation(
  tcp: Tcpip,
  s: SOCKET,
  overlapped: WSAOVERLAPPED,
  routine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null | undefined,
  thread: WSATHREADID | null,
  attempt: Operation["attempt"],
): Operation {
  return { tcp, s, overlapped, routine: routine ?? null, thread, bytes: 0, flags: 0, attempt };
}
