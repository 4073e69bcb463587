import type { LPINT, SOCKET, WSAOVERLAPPED } from "@ws2kit/spi";
import type { Socket } from "./socket.js";

/** The handles of a provider's sockets in one process, and the completion of their overlapped operations. */
export interface Handles {
  /** Whether the system closes the sockets when the process ends. */
  readonly areFiles: boolean;
  /** Makes a handle for `socket`. Returns INVALID_SOCKET, with the code, if that fails. */
  create(socket: Socket, lpErrno: LPINT): SOCKET;
  /** Returns the socket of a handle, or `null` with WSAENOTSOCK. */
  find(s: SOCKET, lpErrno: LPINT): Socket | null;
  /**
   * Whether the handle is a duplicate's that does not report the socket's name. Source: oracle WSADuplicateSocket-06.
   */
  isBlind(s: SOCKET): boolean;
  /** Called when the socket has received its name through this handle. */
  named(s: SOCKET): void;
  /** Called when an operation of this handle waits for the network. */
  pended?(s: SOCKET): void;
  /** Removes a handle from ws2's table. */
  remove(s: SOCKET): void;
  /** Completes an operation, and notifies its event or port. */
  complete(
    socket: Socket,
    s: SOCKET,
    overlapped: WSAOVERLAPPED,
    code: number,
    bytes: number,
    flags: number,
    isImmediate: boolean,
  ): void;
  /** Completes an operation without notification: another part notifies, or none does. */
  finish(overlapped: WSAOVERLAPPED, code: number, bytes: number, flags: number): void;
  /** The code and the flags with which an operation has ended. */
  codeOf(overlapped: WSAOVERLAPPED): number;
  flagsOf(overlapped: WSAOVERLAPPED): number;
}
