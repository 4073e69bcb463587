import { isNumber, MessageOwner } from "@ws2kit/core";
import {
  FD_ACCEPT,
  FD_CLOSE,
  FD_CONNECT,
  FD_OOB,
  FD_READ,
  FD_WRITE,
  INVALID_SOCKET,
  ref,
  SOCKET_ERROR,
  WSAEINVAL,
  type WSAEVENT,
} from "@ws2kit/spi";
import { NetworkEvents } from "../events/network-events.js";
import { socketSlot } from "../socket/socket-slot.js";
import type { Part } from "../socket/tcpip.js";
import { accepting } from "./accepting.js";
import { connecting } from "./connecting.js";

/**
 * What holds is posted again when it is asked for anew, unlike what WSAEventSelect records. Source: oracle
 * WSAAsyncSelect-01; test_close_events.
 */
const HOLDING = FD_READ | FD_WRITE | FD_OOB | FD_ACCEPT | FD_CLOSE;

/**
 * How the last connect ended does not matter: one that ended before the call is never posted. Source:
 * test_connect_events.
 */
const NO_CONNECT = -1;

/**
 * WSPAsyncSelect; WSPAccept, whose socket posts with its own handle; WSPConnect, after which a datagram socket can send
 * again. Source: reference §1 slot 2, §1.2; oracle
 * WSAAsyncSelect-01; test_accept_events, test_connect_events, test_close_events.
 */
export const asyncSelecting: Part = (tcp) => {
  const { WSPAccept } = accepting(tcp);
  const { WSPConnect } = connecting(tcp);
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
      // a datagram socket has no connection to wait for, and can send before it is bound
      const mask = socket.isStream ? lEvent : lEvent & ~FD_CONNECT;
      events.select(owner, hWnd as WSAEVENT, mask, true, NO_CONNECT);
      if (socket.arrivals.length > 0) events.record(FD_ACCEPT, 0);
      if (!socket.isStream) events.record(FD_WRITE, 0);
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

    WSPConnect(...args) {
      const result = WSPConnect?.(...args) ?? SOCKET_ERROR;
      const socket = result === 0 ? tcp.handles.find(args[0], errno) : null;
      if (socket === null || socket.isStream || !(socket.events?.owner instanceof MessageOwner)) return result;
      socket.events.rearm(FD_WRITE);
      socket.events.record(FD_WRITE, 0);
      return result;
    },
  };
};
