import {
  type LPINT,
  setErrno,
  WSA_INVALID_EVENT,
  WSA_INVALID_HANDLE,
  WSA_NOT_ENOUGH_MEMORY,
  type WSAEVENT,
  type WSPUPCALLTABLE,
} from "@ws2kit/spi";
import { EventObject } from "../kernel/event-object.js";
import type { Process } from "../process.js";

type EventUpcall = "WPUCloseEvent" | "WPUCreateEvent" | "WPUResetEvent" | "WPUSetEvent";

/** The upcalls for events. Source: reference §2.1 slots 0, 2, 11, 12. */
export function eventUpcalls(process: Process): Pick<WSPUPCALLTABLE, EventUpcall> {
  const { handles, machine } = process;

  /** The event behind a handle, or `null` with WSA_INVALID_HANDLE. */
  function find(hEvent: WSAEVENT, lpErrno: LPINT): EventObject | null {
    const object = handles.find(hEvent);
    if (object instanceof EventObject) return object;
    setErrno(lpErrno, WSA_INVALID_HANDLE);
    return null;
  }

  function mark(hEvent: WSAEVENT, lpErrno: LPINT, isSignalled: boolean): boolean {
    const event = find(hEvent, lpErrno);
    if (event === null) return false;
    if (isSignalled) event.signal();
    else event.isSignalled = false;
    return true;
  }

  return {
    WPUCreateEvent(lpErrno) {
      const handle = handles.add(new EventObject());
      if (handle === 0) {
        setErrno(lpErrno, WSA_NOT_ENOUGH_MEMORY);
        return WSA_INVALID_EVENT;
      }
      machine.counters.handles++;
      return handle as WSAEVENT;
    },
    WPUCloseEvent(hEvent, lpErrno) {
      if (find(hEvent, lpErrno) === null) return false;
      handles.remove(hEvent);
      machine.counters.handles--;
      return true;
    },
    WPUSetEvent: (hEvent, lpErrno) => mark(hEvent, lpErrno, true),
    WPUResetEvent: (hEvent, lpErrno) => mark(hEvent, lpErrno, false),
  };
}
