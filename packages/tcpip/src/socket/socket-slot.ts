import { type LPINT, type SOCKET, SOCKET_ERROR } from "@ws2kit/spi";
import { end } from "./failure.js";
import type { Socket } from "./socket.js";
import type { Tcpip } from "./tcpip.js";

/** A slot of a socket that answers 0 or SOCKET_ERROR. */
// biome-ignore lint/suspicious/noExplicitAny: any parameters
type SocketSlot = (s: SOCKET, ...args: any[]) => number;

/** What a slot takes between the socket and `lpErrno`, and then the handle, for the few who need it. */
type Given<Slot extends SocketSlot> = Slot extends (...args: [SOCKET, ...infer Args, LPINT]) => number
  ? [...Args, s: SOCKET]
  : never;

/**
 * Makes a slot that finds its socket and answers what `run` does: 0, or the code, which goes through `lpErrno`. Not for
 * the data path: it makes an array.
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
