import {
  type LPINT,
  ref,
  SOCKET_ERROR,
  WSA_INFINITE,
  WSA_INVALID_HANDLE,
  WSA_INVALID_PARAMETER,
  WSA_MAXIMUM_WAIT_EVENTS,
  WSA_WAIT_EVENT_0,
  WSA_WAIT_FAILED,
  WSA_WAIT_IO_COMPLETION,
  WSA_WAIT_TIMEOUT,
  WSAEFAULT,
  WSAETIMEDOUT,
  type WSAEVENT,
  type WSANETWORKEVENTS,
} from "@ws2kit/spi";
import { unlessFault } from "../calls/fault.js";
import { isNumber, isStructure } from "../calls/given.js";
import { ALERTED, alertableWait } from "../kernel/alert.js";
import { awaited, isSignal, type Signal, takeSignal } from "../kernel/object-wait.js";
import type { Process } from "../process.js";
import { eventUpcalls } from "../providers/event-upcalls.js";
import { type Api, slotCall, socketCall } from "./call.js";

/** Makes an API function from an upcall for an existing event. The upcall's error code becomes the last error. */
function eventCall(name: "WPUCloseEvent" | "WPUSetEvent" | "WPUResetEvent"): Api<(hEvent: WSAEVENT) => boolean> {
  return (process) => {
    const upcall = eventUpcalls(process)[name];
    return (hEvent) => {
      const errno = ref(0);
      return upcall(hEvent, errno) || process.deny(errno.value);
    };
  };
}

/**
 * Creates an event: manual-reset, not signalled.
 *
 * Codes: WSA_NOT_ENOUGH_MEMORY (no handle is left). Source: reference §2.1 slot 2.
 *
 * @returns the event, or WSA_INVALID_EVENT
 */
export const WSACreateEvent: Api<() => WSAEVENT> = (process) => {
  const { WPUCreateEvent } = eventUpcalls(process);
  return () => {
    const errno = ref(0);
    const hEvent = WPUCreateEvent(errno);
    if (errno.value !== 0) process.fail(errno.value);
    return hEvent;
  };
};
/**
 * Closes an event.
 *
 * @param hEvent the event
 * @returns `true`, or `false` with WSA_INVALID_HANDLE
 */
export const WSACloseEvent = eventCall("WPUCloseEvent");
/**
 * Signals an event.
 *
 * @param hEvent the event
 * @returns `true`, or `false` with WSA_INVALID_HANDLE
 */
export const WSASetEvent = eventCall("WPUSetEvent");
/**
 * Resets an event: it is not signalled any more.
 *
 * @param hEvent the event
 * @returns `true`, or `false` with WSA_INVALID_HANDLE
 */
export const WSAResetEvent = eventCall("WPUResetEvent");

/**
 * Waits until one of several events is signalled, or all are.
 *
 * Codes: WSA_INVALID_HANDLE, WSA_INVALID_PARAMETER (no events, or more than 64), WSAEFAULT, WSAEINPROGRESS, WSAENETDOWN
 * (nothing can ever signal them). Source: reference §4.3, §8.
 *
 * @param cEvents how many events of the list to use, at most 64
 * @param lphEvents the events
 * @param fWaitAll whether to wait for all of them instead of one
 * @param dwTimeout milliseconds, or WSA_INFINITE
 * @param fAlertable whether the completion routines of this thread run and end the wait (desktop)
 * @returns WSA_WAIT_EVENT_0 plus the lowest index that is signalled, WSA_WAIT_TIMEOUT, WSA_WAIT_IO_COMPLETION after
 * completion routines, or WSA_WAIT_FAILED
 */
export const WSAWaitForMultipleEvents: Api<
  (cEvents: number, lphEvents: readonly WSAEVENT[], fWaitAll: boolean, dwTimeout: number, fAlertable: boolean) => number
> = (process) => (cEvents, lphEvents, fWaitAll, dwTimeout, fAlertable) => {
  const events = isNumber(dwTimeout)
    ? unlessFault<Signal[] | number>(() => eventsOf(process, cEvents, lphEvents), WSAEFAULT)
    : WSA_INVALID_PARAMETER;
  if (isNumber(events)) return failWait(process, events);
  const all = Boolean(fWaitAll);
  const what = awaited(events, all);
  const ms = dwTimeout === WSA_INFINITE || dwTimeout === -1 ? -1 : dwTimeout;
  if (!(fAlertable && process.thread.apcs.length > 0)) {
    // poll the network first, so that arrived data counts even if the timeout is 0
    process.machine.turn();
    if (what.ready()) return WSA_WAIT_EVENT_0 + takeSignal(events, all);
  }
  const code = alertableWait(process, what, ms, Boolean(fAlertable), "WSAWaitForMultipleEvents");
  if (code === 0) return WSA_WAIT_EVENT_0 + takeSignal(events, all);
  if (code === ALERTED) return WSA_WAIT_IO_COMPLETION;
  return code === WSAETIMEDOUT ? WSA_WAIT_TIMEOUT : failWait(process, code);
};

function failWait(process: Process, code: number): number {
  process.fail(code);
  return WSA_WAIT_FAILED;
}

/** The events of a caller's list, or the code. */
function eventsOf(process: Process, count: number, handles: readonly WSAEVENT[]): Signal[] | number {
  if (!(count >= 1) || count > WSA_MAXIMUM_WAIT_EVENTS) return WSA_INVALID_PARAMETER;
  if (!Array.isArray(handles) || handles.length < count) return WSAEFAULT;
  const events: Signal[] = [];
  for (let i = 0; i < count; i++) {
    const object = process.handles.find(handles[i]);
    if (!isSignal(object)) return WSA_INVALID_HANDLE;
    events.push(object);
  }
  return events;
}

/**
 * Selects network events of a socket: when one of them occurs, it is recorded, and the event object is signalled. The
 * socket becomes non-blocking. A mask of 0 ends the selection; a second call replaces it.
 *
 * Codes: WSAEINVAL, WSAENETDOWN, WSAENOTSOCK. Source: reference §1 slot 10, §1.2.
 *
 * @param hEventObject the event; null with a mask of 0
 * @param lNetworkEvents the mask: FD_READ, FD_WRITE, FD_OOB, FD_ACCEPT, FD_CONNECT, FD_CLOSE and others, combined with
 * `|`
 * @returns 0, or SOCKET_ERROR
 *
 * @example Waits until data arrives or the peer ends the connection.
 * ```ts
 * const hEvent = ws2.WSACreateEvent();
 * ws2.WSAEventSelect(s, hEvent, FD_READ | FD_CLOSE);
 * ws2.WSAWaitForMultipleEvents(1, [hEvent], false, WSA_INFINITE, false);
 * const events = newWSANETWORKEVENTS();
 * ws2.WSAEnumNetworkEvents(s, hEvent, events);
 * if (events.lNetworkEvents & FD_READ) ws2.recv(s, buf, buf.length, 0);
 * ```
 */
export const WSAEventSelect = slotCall("WSAEventSelect", "WSPEventSelect", 2);

/**
 * Selects network events of a socket: when one of them occurs, a message is posted to a window. The socket becomes
 * non-blocking. An event is posted again only after the call that enables it (`recv` for FD_READ), or if its condition
 * still holds when WSAAsyncSelect is called again. WSAAsyncSelect replaces a selection of WSAEventSelect.
 *
 * Codes: WSAEINVAL (no such window), WSAENETDOWN, WSAENOTSOCK, WSAEOPNOTSUPP (a layer filters the socket's bytes).
 * Source: reference §1 slot 2, §1.1; oracle WSAAsyncSelect-01.
 *
 * @param hWnd the window that receives the messages
 * @param wMsg the message; wParam is the socket, lParam has the event (WSAGETSELECTEVENT) and its code
 * (WSAGETSELECTERROR)
 * @param lEvent the network events FD_*; 0 ends the messages
 * @returns 0, or SOCKET_ERROR
 */
export const WSAAsyncSelect = slotCall("WSAAsyncSelect", "WSPAsyncSelect", 3);

/**
 * Reports the network events that occurred on a socket since the last call, and clears them.
 *
 * Codes: WSAEFAULT, WSAEINVAL, WSAENETDOWN, WSAENOTSOCK. Source: reference §1 slot 9, §1.1.
 *
 * @param hEventObject an event to reset in the same step, or null
 * @param lpNetworkEvents receives in `lNetworkEvents` the events that occurred, and in `iErrorCode[FD_*_BIT]` the code
 * of each; the codes of other events are not written
 * @returns 0, or SOCKET_ERROR
 */
export const WSAEnumNetworkEvents = socketCall(
  "WSAEnumNetworkEvents",
  "WSPEnumNetworkEvents",
  (slots, lpErrno, s, hEventObject: WSAEVENT | null, lpNetworkEvents: WSANETWORKEVENTS) =>
    isStructure(lpNetworkEvents)
      ? slots.WSPEnumNetworkEvents(s, hEventObject, lpNetworkEvents, lpErrno)
      : refuse(lpErrno),
);

function refuse(lpErrno: LPINT): number {
  lpErrno.value = WSAEFAULT;
  return SOCKET_ERROR;
}
