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
 * Makes an event object. Its handle can be passed where a WSAEVENT is expected.
 *
 * Codes: WSA_NOT_ENOUGH_MEMORY (no handle is free), WSA_INVALID_PARAMETER (`lpName` is a name: processes do not share
 * events). Source: page remarks.
 *
 * @param lpEventAttributes ignored
 * @param bManualReset `true` for an event that stays signalled until ResetEvent, `false` for an event that is reset by
 * the wait that it ends
 * @param bInitialState whether the event is signalled at first
 * @param lpName null
 * @returns the event, or 0
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

/**
 * Signals an event. Codes: WSA_INVALID_HANDLE. Source: page remarks.
 *
 * @param hEvent the event
 * @returns `true`, or `false`
 */
export const SetEvent = marking("WPUSetEvent");
/**
 * Resets an event. Codes: WSA_INVALID_HANDLE. Source: page remarks.
 *
 * @param hEvent the event
 * @returns `true`, or `false`
 */
export const ResetEvent = marking("WPUResetEvent");
