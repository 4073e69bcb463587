import { isNumber, isStructure } from "@ws2kit/core";
import { ref, WSAEFAULT, WSAEINVAL, type WSAEVENT } from "@ws2kit/spi";
import { socketSlot } from "../socket/socket-slot.js";
import type { Part } from "../socket/tcpip.js";
import { NetworkEvents } from "./network-events.js";

/** WSPEventSelect and WSPEnumNetworkEvents. Source: reference §1 slots 9 and 10, §1.2; oracle network-events. */
export const eventSelecting: Part = (tcp) => ({
  WSPEventSelect: socketSlot(tcp, (socket, hEventObject, lNetworkEvents) => {
    if (!isNumber(lNetworkEvents)) return WSAEINVAL;
    if (lNetworkEvents !== 0 && !tcp.imports.isEvent(hEventObject as WSAEVENT)) return WSAEINVAL;
    socket.isNonBlocking = true;
    socket.events ??= new NetworkEvents();
    socket.events.select(tcp, hEventObject, lNetworkEvents, tcp.imports.selectionClears, socket.connectCode);
    tcp.watch(socket);
    tcp.imports.look(socket.fd);
    return 0;
  }),

  WSPEnumNetworkEvents: socketSlot(tcp, (socket, hEventObject, lpNetworkEvents) => {
    if (!isStructure(lpNetworkEvents)) return WSAEFAULT;
    if (!Array.isArray(lpNetworkEvents.iErrorCode)) return WSAEFAULT;
    const { events } = socket;
    // while there is something to report, what has happened since is left to signal the event again
    if (!(events && events.recorded & events.mask)) tcp.imports.look(socket.fd);
    lpNetworkEvents.lNetworkEvents = events?.take(lpNetworkEvents.iErrorCode) ?? 0;
    if (hEventObject !== null && hEventObject !== undefined) tcp.upcalls.WPUResetEvent(hEventObject, ref(0));
    tcp.watch(socket);
    return 0;
  }),
});
