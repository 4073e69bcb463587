import type { LPINT, SOCKET, WSAOVERLAPPED } from "@ws2kit/spi";
import type { Socket } from "./socket.js";

/** How a provider's sockets get their handles, and how their overlapped operations end, in one process. */
export interface Handles {
  /** Whether the system closes what is behind them when the process ends. */
  readonly areFiles: boolean;
  /** A handle for `socket`, or INVALID_SOCKET with the code. */
  create(socket: Socket, lpErrno: LPINT): SOCKET;
  /** The socket behind a handle, or `null` with WSAENOTSOCK. */
  find(s: SOCKET, lpErrno: LPINT): Socket | null;
  /**
   * Whether a duplicate's handle knows nothing of a name that the socket has got. Source: oracle WSADuplicateSocket-06.
   */
  isBlind(s: SOCKET): boolean;
  /** The socket has got its name through this handle. */
  learn(s: SOCKET): void;
  /** An operation that was started through this handle waits for the network. */
  pended?(s: SOCKET): void;
  /** Takes a handle out of ws2's table. */
  remove(s: SOCKET): void;
  /** Ends an operation, and tells its event or port. */
  complete(
    socket: Socket,
    s: SOCKET,
    overlapped: WSAOVERLAPPED,
    code: number,
    bytes: number,
    flags: number,
    isImmediate: boolean,
  ): void;
  /** Ends an operation without a report: another part reports it, or nothing does. */
  finish(overlapped: WSAOVERLAPPED, code: number, bytes: number, flags: number): void;
  /** The code and the flags with which an operation has ended. */
  codeOf(overlapped: WSAOVERLAPPED): number;
  flagsOf(overlapped: WSAOVERLAPPED): number;
}
