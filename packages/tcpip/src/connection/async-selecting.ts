import { isNumber, MessageOwner } from "@ws2kit/core";
import {
  FD_ACCEPT,
  FD_CLOSE,
  FD_CONNECT,
  FD_OOB,
  FD_READ,
  FD_WRITE,
  INVALID_SOCKET,
  isRef,
  MSG_OOB,
  type Ref,
  ref,
  type SOCKET,
  SOCKET_ERROR,
  WSA_IO_PENDING,
  WSAEINVAL,
  type WSAEVENT,
} from "@ws2kit/spi";
import { NetworkEvents } from "../events/network-events.js";
import type { Socket } from "../socket/socket.js";
import { socketSlot } from "../socket/socket-slot.js";
import type { Part } from "../socket/tcpip.js";
import { receiving } from "../transfer/receiving.js";
import { accepting, announceNext } from "./accepting.js";

/**
 * The events that a new WSAAsyncSelect posts again if their condition still holds; WSAEventSelect does not. Source:
 * oracle WSAAsyncSelect-01; test_close_events.
 */
const HOLDING = FD_READ | FD_WRITE | FD_OOB | FD_ACCEPT | FD_CLOSE;

/**
 * In place of the last connect's code: a connect that ended before the call is never posted. Source:
 * test_connect_events.
 */
const NO_CONNECT = -1;

/**
 * WSPAsyncSelect, and the slots that it affects: WSPAccept (the accepted socket's messages name its own handle),
 * WSPRecv and WSPRecvFrom. A receive enables its event even if it fails. Source: reference §1 slot 2, §1.2; oracle
 * WSAAsyncSelect-01; page remarks; test_accept_events, test_read_events, test_close_events.
 */
export const asyncSelecting: Part = (tcp) => {
  const { WSPAccept } = accepting(tcp);
  const { WSPRecv, WSPRecvFrom } = receiving(tcp);
  const errno = ref(0);

  /** The socket of a handle, if its events are posted. */
  const posting = (s: SOCKET): Socket | null => {
    const socket = tcp.handles.find(s, errno);
    return socket?.events?.owner instanceof MessageOwner ? socket : null;
  };

  /** After a failed receive, posts the events of the data that remains. */
  const failedReceive = (s: SOCKET, lpFlags: Ref<number> | null): void => {
    const socket = posting(s);
    if (socket === null) return;
    const flags: unknown = isRef(lpFlags) ? lpFlags.value : 0;
    tcp.rearm(socket, isNumber(flags) && (flags & MSG_OOB) !== 0 ? FD_OOB : FD_READ);
  };

  return {
    WSPAsyncSelect: socketSlot(tcp, (socket, hWnd, wMsg, lEvent, s) => {
      if (!isNumber(lEvent) || !isNumber(wMsg)) return WSAEINVAL;
      if (lEvent !== 0 && !tcp.imports.isWindow(hWnd as number)) return WSAEINVAL;
      socket.isNonBlocking = true;
      socket.events ??= new NetworkEvents();
      const { events } = socket;
      events.enable(HOLDING);
      const owner = new MessageOwner(events, tcp.upcalls, hWnd, wMsg, s);
      // a datagram socket has no FD_CONNECT, and can send before it is bound
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
      if (s === INVALID_SOCKET) {
        const listener = posting(args[0]);
        if (listener !== null) announceNext(tcp, listener);
        return s;
      }
      const { events = null } = posting(s) ?? {};
      if (events !== null) {
        const { hWnd, wMsg } = events.owner as MessageOwner;
        events.owner = new MessageOwner(events, tcp.upcalls, hWnd, wMsg, s);
      }
      return s;
    },

    WSPRecv(s, lpBuffers, count, lpReceived, lpFlags, lpOverlapped, routine, thread, lpErrno) {
      const result =
        WSPRecv?.(s, lpBuffers, count, lpReceived, lpFlags, lpOverlapped, routine, thread, lpErrno) ?? SOCKET_ERROR;
      if (result !== 0 && lpErrno.value !== WSA_IO_PENDING) failedReceive(s, lpFlags);
      return result;
    },

    WSPRecvFrom(s, lpBuffers, count, lpReceived, lpFlags, lpFrom, lpFromlen, lpOverlapped, routine, thread, lpErrno) {
      const result =
        WSPRecvFrom?.(
          s,
          lpBuffers,
          count,
          lpReceived,
          lpFlags,
          lpFrom,
          lpFromlen,
          lpOverlapped,
          routine,
          thread,
          lpErrno,
        ) ?? SOCKET_ERROR;
      if (result !== 0 && lpErrno.value !== WSA_IO_PENDING) failedReceive(s, lpFlags);
      return result;
    },
  };
};
