import { isNumber, MessageOwner } from "@ws2kit/core";
import { FD_ACCEPT, FD_OOB, FD_READ, FD_WRITE, INVALID_SOCKET, ref, WSAEINVAL, type WSAEVENT } from "@ws2kit/spi";
import { NetworkEvents } from "../events/network-events.js";
import { socketSlot } from "../socket/socket-slot.js";
import type { Part } from "../socket/tcpip.js";
import { accepting } from "./accepting.js";

/**
 * What holds is posted again when it is asked for anew, unlike what WSAEventSelect records. Source: oracle
 * WSAAsyncSelect-01.
 */
const HOLDING = FD_READ | FD_WRITE | FD_OOB | FD_ACCEPT;

/**
 * WSPAsyncSelect, and WSPAccept, whose socket posts with its own handle. Source: reference §1 slot 2, §1.2; oracle
 * WSAAsyncSelect-01.
 */
export const asyncSelecting: Part = (tcp) => {
  const { WSPAccept } = accepting(tcp);
  const errno = ref(0);
  return {
    WSPAsyncSelect: socketSlot(tcp, (socket, hWnd, wMsg, lEvent, s) => {
      if (!isNumber(lEvent) || !isNumber(wMsg)) return WSAEINVAL;
      if (lEvent !== 0 && !tcp.imports.isWindow(hWnd as number)) return WSAEINVAL;
      socket.isNonBlocking = true;
      socket.events ??= new NetworkEvents();
      const { events } = socket;
      events.enable(HOLDING);
      const owner = new MessageOwner(events, tcp.upcalls, hWnd, wMsg, s);
      events.select(owner, hWnd as WSAEVENT, lEvent, true, socket.connectCode);
      tcp.watch(socket);
      tcp.imports.look();
      return 0;
    }),

    WSPAccept(...args) {
      const s = WSPAccept?.(...args) ?? INVALID_SOCKET;
      const socket = s === INVALID_SOCKET ? null : tcp.handles.find(s, errno);
      const { events = null } = socket ?? {};
      if (events?.owner instanceof MessageOwner) {
        const { hWnd, wMsg } = events.owner;
        events.owner = new MessageOwner(events, tcp.upcalls, hWnd, wMsg, s);
      }
      return s;
    },
  };
};
