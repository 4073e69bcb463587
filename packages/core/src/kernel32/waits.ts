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

/** The signature of a wait for several objects. */
type WaitForMultiple<Alertable extends unknown[]> = (
  nCount: number,
  lpHandles: readonly number[],
  bWaitAll: boolean,
  dwMilliseconds: number,
  ...bAlertable: Alertable
) => number;

/**
 * Makes the function that waits for kernel objects of one process; see `WaitForMultipleObjectsEx`. `call` is the API
 * function that waits. `besides`, if passed, is waited for as well; it counts as the object behind the last one.
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
  // poll the network first, so that arrived data counts even if the time is 0
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
 * Waits for one of several events and threads, or for all of them. Resets the auto-reset events that end the wait.
 *
 * Codes, with WAIT_FAILED: ERROR_INVALID_HANDLE, ERROR_INVALID_PARAMETER (no handle, or more than 64), WSAENETDOWN
 * (nothing can end the wait). Source: page remarks.
 *
 * @param nCount how many handles, 1 to 64
 * @param lpHandles the handles
 * @param bWaitAll whether to wait for all of them
 * @param dwMilliseconds milliseconds, or INFINITE
 * @param bAlertable whether the APCs of this thread run and end the wait
 * @returns WAIT_OBJECT_0 + the lowest index of a signalled object; WAIT_TIMEOUT; WAIT_IO_COMPLETION if APCs ran; or
 * WAIT_FAILED
 */
export const WaitForMultipleObjectsEx: Api<WaitForMultiple<[bAlertable: boolean]>> = (process) => {
  const wait = waitForObjects(process);
  return (nCount, lpHandles, bWaitAll, dwMilliseconds, bAlertable) =>
    wait(nCount, lpHandles, bWaitAll, dwMilliseconds, bAlertable, "WaitForMultipleObjects");
};

/**
 * Waits as WaitForMultipleObjectsEx does, not alertably: no APC runs.
 *
 * @param nCount how many handles, 1 to 64
 * @param lpHandles the handles
 * @param bWaitAll whether to wait for all of them
 * @param dwMilliseconds milliseconds, or INFINITE
 * @returns WAIT_OBJECT_0 + the lowest index of a signalled object; WAIT_TIMEOUT; or WAIT_FAILED
 */
export const WaitForMultipleObjects: Api<WaitForMultiple<[]>> = (process) => {
  const wait = WaitForMultipleObjectsEx(process);
  return (nCount, lpHandles, bWaitAll, dwMilliseconds) => wait(nCount, lpHandles, bWaitAll, dwMilliseconds, false);
};

/**
 * Waits for one event or thread, as WaitForMultipleObjectsEx does.
 *
 * @param hHandle the handle
 * @param dwMilliseconds milliseconds, or INFINITE
 * @param bAlertable whether the APCs of this thread run and end the wait
 * @returns WAIT_OBJECT_0, WAIT_TIMEOUT, WAIT_IO_COMPLETION, or WAIT_FAILED
 */
export const WaitForSingleObjectEx: Api<(hHandle: number, dwMilliseconds: number, bAlertable: boolean) => number> = (
  process,
) => {
  const wait = waitForObjects(process);
  return (hHandle, dwMilliseconds, bAlertable) =>
    wait(1, [hHandle], false, dwMilliseconds, bAlertable, "WaitForSingleObject");
};

/**
 * Waits for one event or thread, not alertably: no APC runs.
 *
 * @param hHandle the handle
 * @param dwMilliseconds milliseconds, or INFINITE
 * @returns WAIT_OBJECT_0, WAIT_TIMEOUT, or WAIT_FAILED
 */
export const WaitForSingleObject: Api<(hHandle: number, dwMilliseconds: number) => number> = (process) => {
  const wait = WaitForSingleObjectEx(process);
  return (hHandle, dwMilliseconds) => wait(hHandle, dwMilliseconds, false);
};
