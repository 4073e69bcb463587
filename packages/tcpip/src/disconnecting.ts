import { SD_RECEIVE, SD_SEND, SOCKET_ERROR, type WSABUF, WSAEFAULT, WSAENOPROTOOPT } from "@ws2kit/spi";
import { fail } from "./failure.js";
import { endDirection } from "./shutting.js";
import type { Part } from "./tcpip.js";

/** WSPSendDisconnect and WSPRecvDisconnect: a shutdown, as TCP carries no disconnect data. Source: slots 20 and 24. */
export const disconnecting: Part = (tcp) => ({
  WSPSendDisconnect(s, data, lpErrno) {
    const socket = tcp.handles.find(s, lpErrno);
    if (socket === null) return SOCKET_ERROR;
    return check(data) === 0 ? endDirection(socket, SD_SEND, lpErrno) : fail(lpErrno, check(data));
  },

  WSPRecvDisconnect(s, data, lpErrno) {
    const socket = tcp.handles.find(s, lpErrno);
    if (socket === null) return SOCKET_ERROR;
    return check(data) === 0 ? endDirection(socket, SD_RECEIVE, lpErrno) : fail(lpErrno, check(data));
  },
});

/** Why disconnect data cannot be carried, or 0 for none given. */
function check(data: WSABUF | null): number {
  if (data === null || data === undefined) return 0;
  return typeof data === "object" ? WSAENOPROTOOPT : WSAEFAULT;
}
