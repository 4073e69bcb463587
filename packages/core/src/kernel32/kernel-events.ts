import {
  type HANDLE,
  type LPINT,
  ref,
  WSA_INVALID_HANDLE,
  WSA_INVALID_PARAMETER,
  WSA_NOT_ENOUGH_MEMORY,
  type WSAEVENT,
} from "@ws2kit/spi";
import { AutoResetEvent, EventObject } from "../kernel/event-object.js";
import { eventUpcalls } from "../providers/event-upcalls.js";
import type { Api } from "../ws2/call.js";

/**
 * Makes an event; without `bManualReset`, one that a wait which it ends resets. It is a WSAEVENT as well. 0 with
 * WSA_NOT_ENOUGH_MEMORY when no handle is left, or WSA_INVALID_PARAMETER for a name: events are shared with no other
 * process. Source: page remarks.
 */
export const CreateEventW: Api<
  (lpEventAttributes: unknown, bManualReset: boolean, bInitialState: boolean, lpName: string | null) => HANDLE | 0
> = (process) => (_lpEventAttributes, bManualReset, bInitialState, lpName) => {
  const event = bManualReset ? new EventObject() : new AutoResetEvent();
  event.isSignalled = Boolean(bInitialState);
  const isNamed = lpName !== null && lpName !== undefined;
  const handle = isNamed ? 0 : process.handles.add(event);
  if (handle === 0) process.fail(isNamed ? WSA_INVALID_PARAMETER : WSA_NOT_ENOUGH_MEMORY);
  else process.machine.counters.handles++;
  return handle as HANDLE | 0;
};

function marking(name: "WPUSetEvent" | "WPUResetEvent"): Api<(hEvent: number) => boolean> {
  return (process) => {
    const mark = eventUpcalls(process)[name];
    return (hEvent) => {
      const errno: LPINT = ref(0);
      return mark(hEvent as WSAEVENT, errno) || process.deny(errno.value || WSA_INVALID_HANDLE);
    };
  };
}

/** Signals an event. `false` with WSA_INVALID_HANDLE. Source: page remarks. */
export const SetEvent = marking("WPUSetEvent");
/** Resets an event. `false` with WSA_INVALID_HANDLE. Source: page remarks. */
export const ResetEvent = marking("WPUResetEvent");
