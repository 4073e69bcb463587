import { isNumber, isStructure } from "@ws2kit/core";
import { ref, WSAEFAULT, WSAEINVAL, type WSAEVENT } from "@ws2kit/spi";
import { socketSlot } from "../socket/socket-slot.js";
import type { Part } from "../socket/tcpip.js";
import { NetworkEvents } from "./network-events.js";

/** WSPEventSelect and WSPEnumNetworkEvents. Source: reference §1 slots 9 and 10, §1.2; oracle network-events. */
export const eventSelecting: Part = (tcp) => {
  const isEvent = (hEvent: WSAEVENT) => tcp.imports.isEvent(hEvent);
  return {
    WSPEventSelect: socketSlot(tcp, (socket, hEventObject, lNetworkEvents) => {
      if (!isNumber(lNetworkEvents)) return WSAEINVAL;
      if (lNetworkEvents !== 0 && (hEventObject === null || !isEvent(hEventObject))) return WSAEINVAL;
      socket.isNonBlocking = true;
      socket.events ??= new NetworkEvents();
      const { selectionClears } = tcp.imports;
      socket.events.select(tcp, hEventObject, lNetworkEvents, selectionClears, socket.connectCode);
      tcp.watch(socket);
      tcp.imports.look(socket.fd);
      return 0;
    }),

    WSPEnumNetworkEvents: socketSlot(tcp, (socket, hEventObject, lpNetworkEvents) => {
      if (!isStructure(lpNetworkEvents)) return WSAEFAULT;
      if (!Array.isArray(lpNetworkEvents.iErrorCode)) return WSAEFAULT;
      tcp.imports.look(socket.fd);
      lpNetworkEvents.lNetworkEvents = socket.events?.take(lpNetworkEvents.iErrorCode) ?? 0;
      if (hEventObject !== null && hEventObject !== undefined) tcp.upcalls.WPUResetEvent(hEventObject, ref(0));
      tcp.watch(socket);
      return 0;
    }),
  };
};
