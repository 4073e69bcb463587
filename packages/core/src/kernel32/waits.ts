import {
  WSA_INFINITE,
  WSA_INVALID_HANDLE,
  WSA_INVALID_PARAMETER,
  WSA_MAXIMUM_WAIT_EVENTS,
  WSA_WAIT_FAILED,
  WSA_WAIT_IO_COMPLETION,
  WSA_WAIT_TIMEOUT,
  WSAETIMEDOUT,
} from "@ws2kit/spi";
import { unlessFault } from "../calls/fault.js";
import { isNumber } from "../calls/given.js";
import { ALERTED, alertableWait } from "../kernel/alert.js";
import { awaited, isSignal, type Signal, takeSignal } from "../kernel/object-wait.js";
import type { Api } from "../ws2/call.js";

/** Waits for several objects. */
type WaitForMultiple<Alertable extends unknown[]> = (
  nCount: number,
  lpHandles: readonly number[],
  bWaitAll: boolean,
  dwMilliseconds: number,
  ...bAlertable: Alertable
) => number;

/**
 * Makes the wait for kernel objects of one process; `call` is the function that waits, and `besides` something that a
 * caller waits for as well, behind the objects. See `WaitForMultipleObjectsEx`.
 */
export const waitForObjects: Api<
  (
    nCount: number,
    lpHandles: readonly number[],
    bWaitAll: boolean,
    dwMilliseconds: number,
    bAlertable: boolean,
    call: string,
    besides?: Signal,
  ) => number
> = (process) => (nCount, lpHandles, bWaitAll, dwMilliseconds, bAlertable, call, besides) => {
  const objects = unlessFault<Signal[] | number>(find, WSA_INVALID_PARAMETER);
  if (isNumber(objects)) return fail(objects);
  const all = Boolean(bWaitAll);
  const what = awaited(objects, all);
  // what has arrived counts, even for a wait of no time
  if (!(bAlertable && process.thread.apcs.length > 0)) {
    process.machine.turn();
    if (what.ready()) return takeSignal(objects, all);
  }
  const ms = dwMilliseconds === WSA_INFINITE || !(dwMilliseconds >= 0) ? -1 : dwMilliseconds;
  const code = alertableWait(process, what, ms, Boolean(bAlertable), call);
  if (code === 0) return takeSignal(objects, all);
  if (code === ALERTED) return WSA_WAIT_IO_COMPLETION;
  return code === WSAETIMEDOUT ? WSA_WAIT_TIMEOUT : fail(code);

  function find(): Signal[] | number {
    const least = besides === undefined ? 1 : 0;
    if (!isNumber(nCount) || !(nCount >= least && nCount <= WSA_MAXIMUM_WAIT_EVENTS)) return WSA_INVALID_PARAMETER;
    if (!isNumber(dwMilliseconds) || !Array.isArray(lpHandles) || lpHandles.length < nCount)
      return WSA_INVALID_PARAMETER;
    const found: Signal[] = [];
    for (let i = 0; i < nCount; i++) {
      const object = process.handles.find(lpHandles[i]);
      if (!isSignal(object)) return WSA_INVALID_HANDLE;
      found.push(object);
    }
    return besides === undefined ? found : [...found, besides];
  }

  function fail(code: number): number {
    process.fail(code);
    return WSA_WAIT_FAILED;
  }
};

/**
 * Waits for one of `nCount` events and threads, or for all with `bWaitAll`, at most `dwMilliseconds` (INFINITE: however
 * long it takes). WAIT_OBJECT_0 + the lowest index that is signalled; WAIT_TIMEOUT; WAIT_IO_COMPLETION, where APCs of
 * this thread ran (`bAlertable`); WAIT_FAILED with ERROR_INVALID_HANDLE, ERROR_INVALID_PARAMETER (no handle, or more
 * than 64), or WSAENETDOWN where nothing can end the wait. It resets the auto-reset events that ended it.
 * Source: page remarks.
 */
export const WaitForMultipleObjectsEx: Api<WaitForMultiple<[bAlertable: boolean]>> = (process) => {
  const wait = waitForObjects(process);
  return (nCount, lpHandles, bWaitAll, dwMilliseconds, bAlertable) =>
    wait(nCount, lpHandles, bWaitAll, dwMilliseconds, bAlertable, "WaitForMultipleObjects");
};

/** `WaitForMultipleObjectsEx`, not alertable. */
export const WaitForMultipleObjects: Api<WaitForMultiple<[]>> = (process) => {
  const wait = WaitForMultipleObjectsEx(process);
  return (nCount, lpHandles, bWaitAll, dwMilliseconds) => wait(nCount, lpHandles, bWaitAll, dwMilliseconds, false);
};

/** `WaitForMultipleObjectsEx` of one object. */
export const WaitForSingleObjectEx: Api<(hHandle: number, dwMilliseconds: number, bAlertable: boolean) => number> = (
  process,
) => {
  const wait = waitForObjects(process);
  return (hHandle, dwMilliseconds, bAlertable) =>
    wait(1, [hHandle], false, dwMilliseconds, bAlertable, "WaitForSingleObject");
};

/** `WaitForSingleObjectEx`, not alertable. */
export const WaitForSingleObject: Api<(hHandle: number, dwMilliseconds: number) => number> = (process) => {
  const wait = WaitForSingleObjectEx(process);
  return (hHandle, dwMilliseconds) => wait(hHandle, dwMilliseconds, false);
};
