import {
  SOCKET_ERROR,
  setErrno,
  WSAEFAULT,
  WSANOTINITIALISED,
  type WSATHREADID,
  type WSPUPCALLTABLE,
} from "@ws2kit/spi";
import { unlessFault } from "../calls/fault.js";
import { ProviderThread } from "../kernel/provider-thread.js";
import { Thread } from "../kernel/thread.js";
import type { Process } from "../process.js";

type ThreadUpcall = "WPUCloseThread" | "WPUOpenCurrentThread" | "WPUQueueApc";

/** The upcalls for threads and their APCs, for the DLL at `path`. Source: reference §2.1 slots 10, 13, 14. */
export function threadUpcalls(process: Process, path: string): Pick<WSPUPCALLTABLE, ThreadUpcall> {
  const threadOf = (id: WSATHREADID): Thread | null => {
    const handle = unlessFault<unknown>(() => id.ThreadHandle, null);
    return handle instanceof Thread ? handle : null;
  };
  return {
    WPUQueueApc(lpThreadId, lpfnUserApc, dwContext, lpErrno) {
      const thread = threadOf(lpThreadId);
      if (thread === null || typeof lpfnUserApc !== "function") {
        setErrno(lpErrno, WSAEFAULT);
        return SOCKET_ERROR;
      }
      const apc = () => lpfnUserApc(dwContext);
      if (thread instanceof ProviderThread) process.machine.post(thread, apc, 0, "WPUQueueApc");
      else thread.apcs.push(contained(process, path, apc));
      return 0;
    },
    WPUOpenCurrentThread(lpThreadId, lpErrno) {
      const code = process.startups === 0 ? WSANOTINITIALISED : write(lpThreadId, process.thread);
      if (code === 0) return 0;
      setErrno(lpErrno, code);
      return SOCKET_ERROR;
    },
    WPUCloseThread(lpThreadId, lpErrno) {
      const isOpen = threadOf(lpThreadId) !== null;
      const code = process.startups === 0 ? WSANOTINITIALISED : isOpen ? write(lpThreadId, null) : WSAEFAULT;
      if (code === 0) return 0;
      setErrno(lpErrno, code);
      return SOCKET_ERROR;
    },
  };
}

/**
 * Wraps an APC so that its exceptions are caught. On a provider's thread they are blamed on that provider's DLL, on
 * other threads on the DLL at `path`.
 */
function contained({ machine, thread }: Process, path: string, apc: () => void): () => void {
  const owner = thread instanceof ProviderThread ? thread.path : path;
  return () => {
    try {
      apc();
    } catch (error) {
      machine.containment.contain(error, owner, "WPUQueueApc");
    }
  };
}

/** Writes a thread to a WSATHREADID. Returns 0 or WSAEFAULT. */
function write(lpThreadId: WSATHREADID, thread: Thread | null): number {
  return unlessFault(() => {
    lpThreadId.ThreadHandle = thread;
    lpThreadId.Reserved = null;
    return 0;
  }, WSAEFAULT);
}
