import {
  SOCKET_ERROR,
  setErrno,
  WSAEFAULT,
  WSANOTINITIALISED,
  type WSATHREADID,
  type WSPUPCALLTABLE,
} from "@ws2kit/spi";
import type { Process } from "./process.js";
import { Thread } from "./thread.js";

type ThreadUpcall = "WPUCloseThread" | "WPUOpenCurrentThread" | "WPUQueueApc";

/** The upcalls about threads and their APCs. Source: reference §2.1 slots 10, 13, 14. */
export function threadUpcalls(process: Process): Pick<WSPUPCALLTABLE, ThreadUpcall> {
  const threadOf = (id: WSATHREADID): Thread | null => {
    const handle = typeof id === "object" && id !== null ? id.ThreadHandle : null;
    return handle instanceof Thread ? handle : null;
  };
  return {
    WPUQueueApc(lpThreadId, lpfnUserApc, dwContext, lpErrno) {
      const thread = threadOf(lpThreadId);
      if (thread === null || typeof lpfnUserApc !== "function") {
        setErrno(lpErrno, WSAEFAULT);
        return SOCKET_ERROR;
      }
      thread.apcs.push(() => lpfnUserApc(dwContext));
      return 0;
    },
    WPUOpenCurrentThread(lpThreadId, lpErrno) {
      if (process.startups === 0) {
        setErrno(lpErrno, WSANOTINITIALISED);
        return SOCKET_ERROR;
      }
      lpThreadId.ThreadHandle = process.thread;
      lpThreadId.Reserved = null;
      return 0;
    },
    WPUCloseThread(lpThreadId, lpErrno) {
      if (process.startups === 0 || threadOf(lpThreadId) === null) {
        setErrno(lpErrno, process.startups === 0 ? WSANOTINITIALISED : WSAEFAULT);
        return SOCKET_ERROR;
      }
      lpThreadId.ThreadHandle = null;
      return 0;
    },
  };
}
