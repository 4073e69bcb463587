import {
  isRef,
  type LPBLOCKINGCALLBACK,
  SOCKET_ERROR,
  setErrno,
  type Waitable,
  WSAEFAULT,
  WSAEINVAL,
  type WSPUPCALLTABLE,
} from "@ws2kit/spi";
import { unlessFault } from "../calls/fault.js";
import type { Process } from "../process.js";

/** The upcall that returns a Winsock 1.1 program's blocking hook. Source: reference §2.1. */
export function blockingUpcalls(process: Process): Pick<WSPUPCALLTABLE, "WPUQueryBlockingCallback"> {
  return {
    WPUQueryBlockingCallback(dwCatalogEntryId, lplpfnCallback, lpdwContext, lpErrno) {
      const code = unlessFault(() => {
        if (!isRef(lplpfnCallback) || !isRef(lpdwContext)) return WSAEFAULT;
        if (process.entry(dwCatalogEntryId) === null) return WSAEINVAL;
        lplpfnCallback.value = callbackOf(process);
        lpdwContext.value = null;
        return 0;
      }, WSAEFAULT);
      if (code === 0) return 0;
      setErrno(lpErrno, code);
      return SOCKET_ERROR;
    },
  };
}

/** What a thread waits for while a provider that blocks by itself calls the thread's hook. */
const BY_ITSELF: Waitable = { ready: () => false };

/**
 * The current thread's blocking hook, for a provider that blocks by itself. It returns `false` once the call is
 * cancelled. While it runs, the thread counts as blocked.
 */
function callbackOf(process: Process): LPBLOCKINGCALLBACK | null {
  const { thread } = process;
  const { hook } = thread;
  if (hook === null) return null;
  return () => {
    thread.waiting = BY_ITSELF;
    thread.waitingIn = null;
    thread.cancelled = false;
    try {
      process.whileUnavailable(hook.routine);
    } finally {
      thread.waiting = null;
    }
    return !thread.cancelled;
  };
}
