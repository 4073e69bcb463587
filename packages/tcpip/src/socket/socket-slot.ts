import { type LPINT, type SOCKET, SOCKET_ERROR } from "@ws2kit/spi";
import { end } from "./failure.js";
import type { Socket } from "./socket.js";
import type { Tcpip } from "./tcpip.js";

/** A slot of a socket that returns 0 or SOCKET_ERROR. */
// biome-ignore lint/suspicious/noExplicitAny: any parameters
type SocketSlot = (s: SOCKET, ...args: any[]) => number;

/** The parameters of a slot between the socket and `lpErrno`, then the handle. */
type Given<Slot extends SocketSlot> = Slot extends (...args: [SOCKET, ...infer Args, LPINT]) => number
  ? [...Args, s: SOCKET]
  : never;

/**
 * Makes a slot that looks up its socket and calls `run`, which returns 0 or the code for `lpErrno`. Not for data calls,
 * as it makes an array.
 */
export function socketSlot<Slot extends SocketSlot>(
  tcp: Tcpip,
  run: (socket: Socket, ...args: Given<Slot>) => number,
): Slot {
  return ((s: SOCKET, ...args: unknown[]) => {
    const last = args.length - 1;
    const lpErrno = args[last] as LPINT;
    const socket = tcp.handles.find(s, lpErrno);
    if (socket === null) return SOCKET_ERROR;
    args[last] = s;
    return end(lpErrno, run(socket, ...(args as Given<Slot>)));
  }) as Slot;
}
