import { ref, SOCKET_ERROR, WSAEFAULT, WSAEINVAL, type WSAEVENT } from "@ws2kit/spi";
import { fail } from "./failure.js";
import { NetworkEvents } from "./network-events.js";
import type { Part } from "./tcpip.js";

/** WSPEventSelect and WSPEnumNetworkEvents. Source: reference §1 slots 9 and 10, §1.2; oracle events. */
export const eventSelecting: Part = (tcp) => {
  const isEvent = (hEvent: WSAEVENT) => tcp.imports.isEvent(hEvent);
  return {
    WSPEventSelect(s, hEventObject, lNetworkEvents, lpErrno) {
      const socket = tcp.handles.find(s, lpErrno);
      if (socket === null) return SOCKET_ERROR;
      if (typeof lNetworkEvents !== "number") return fail(lpErrno, WSAEINVAL);
      if (lNetworkEvents !== 0 && (hEventObject === null || !isEvent(hEventObject))) return fail(lpErrno, WSAEINVAL);
      socket.isNonBlocking = true;
      socket.events ??= new NetworkEvents();
      socket.events.select(socket, tcp, hEventObject, lNetworkEvents);
      tcp.watch(socket);
      tcp.imports.look();
      return 0;
    },

    WSPEnumNetworkEvents(s, hEventObject, lpNetworkEvents, lpErrno) {
      const socket = tcp.handles.find(s, lpErrno);
      if (socket === null) return SOCKET_ERROR;
      if (typeof lpNetworkEvents !== "object" || lpNetworkEvents === null) return fail(lpErrno, WSAEFAULT);
      if (!Array.isArray(lpNetworkEvents.iErrorCode)) return fail(lpErrno, WSAEFAULT);
      tcp.imports.look();
      lpNetworkEvents.lNetworkEvents = socket.events?.take(lpNetworkEvents.iErrorCode) ?? 0;
      if (hEventObject !== null && hEventObject !== undefined) tcp.upcalls.WPUResetEvent(hEventObject, ref(0));
      tcp.watch(socket);
      return 0;
    },
  };
};
