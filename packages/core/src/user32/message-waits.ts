import { MWMO_ALERTABLE, MWMO_WAITALL, WSA_INVALID_PARAMETER, WSA_WAIT_FAILED } from "@ws2kit/spi";
import type { Signal } from "../kernel/object-wait.js";
import { waitForObjects } from "../kernel32/waits.js";
import { type Api, numberOf } from "../ws2/call.js";

/**
 * Waits as WaitForMultipleObjectsEx does, and also for a message in the current thread's queue. Codes: those of
 * WaitForMultipleObjectsEx. Source: page remarks.
 *
 * @param nCount how many handles, 0 to 63
 * @param pHandles the events and threads; null if `nCount` is 0
 * @param dwMilliseconds milliseconds, or INFINITE
 * @param dwWakeMask 0 for no message; any other mask stands for posted messages, as no other messages exist
 * @param dwFlags MWMO_WAITALL (1: all objects and a message), MWMO_ALERTABLE (2)
 * @returns WAIT_OBJECT_0 + `nCount` for a message; otherwise as WaitForMultipleObjectsEx
 */
export const MsgWaitForMultipleObjectsEx: Api<
  (
    nCount: number,
    pHandles: readonly number[] | null,
    dwMilliseconds: number,
    dwWakeMask: number,
    dwFlags: number,
  ) => number
> = (process) => {
  const wait = waitForObjects(process);
  return (nCount, pHandles, dwMilliseconds, dwWakeMask, dwFlags) => {
    const { thread } = process;
    const input: Signal = {
      kind: 0,
      watcher: null,
      get isSignalled() {
        return numberOf(dwWakeMask) !== 0 && thread.queue?.isEmpty === false;
      },
    };
    const count = numberOf(nCount);
    if (count !== nCount || count < 0) {
      process.fail(WSA_INVALID_PARAMETER);
      return WSA_WAIT_FAILED;
    }
    const flags = numberOf(dwFlags);
    const all = (flags & MWMO_WAITALL) !== 0;
    return wait(
      count,
      pHandles ?? [],
      all,
      dwMilliseconds,
      (flags & MWMO_ALERTABLE) !== 0,
      "MsgWaitForMultipleObjects",
      input,
    );
  };
};

/**
 * Waits as MsgWaitForMultipleObjectsEx does, not alertably. Source: page remarks.
 *
 * @param nCount how many handles, 0 to 63
 * @param pHandles the events and threads; null if `nCount` is 0
 * @param fWaitAll whether to wait for all objects and a message
 * @param dwMilliseconds milliseconds, or INFINITE
 * @param dwWakeMask 0 for no message; any other mask stands for posted messages
 * @returns WAIT_OBJECT_0 + `nCount` for a message; otherwise as WaitForMultipleObjects
 */
export const MsgWaitForMultipleObjects: Api<
  (
    nCount: number,
    pHandles: readonly number[] | null,
    fWaitAll: boolean,
    dwMilliseconds: number,
    dwWakeMask: number,
  ) => number
> = (process) => {
  const wait = MsgWaitForMultipleObjectsEx(process);
  return (nCount, pHandles, fWaitAll, dwMilliseconds, dwWakeMask) =>
    wait(nCount, pHandles, dwMilliseconds, dwWakeMask, fWaitAll ? MWMO_WAITALL : 0);
};
