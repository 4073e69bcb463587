import {
  type HANDLE,
  isRef,
  type Ref,
  WSA_INVALID_HANDLE,
  WSA_INVALID_PARAMETER,
  WSA_NOT_ENOUGH_MEMORY,
} from "@ws2kit/spi";
import { unlessFault } from "../calls/fault.js";
import { isNumber } from "../calls/given.js";
import { runApcs } from "../kernel/apcs.js";
import { QUEUE_BOUND } from "../kernel/queue-bound.js";
import { ThreadObject } from "../kernel/thread-object.js";
import { ThreadStarts } from "../kernel/thread-starts.js";
import { type Api, numberOf } from "../ws2/call.js";

export const CREATE_SUSPENDED = 0x4;
/** The pseudo-handle that stands for the thread that passes it. */
export const CURRENT_THREAD = -2 as HANDLE;
/** The code of a thread that has ended. */
const ERROR_GEN_FAILURE = 31;

/**
 * Starts a thread: `lpStartAddress` is called in the next turn, or inside the wait of another thread, on that thread's
 * stack. Its result is the thread's exit code. So a thread acts while others wait, and their waits end after it. A wait
 * that only a thread below it on the stack could end fails with WSAENETDOWN, and a log record lists who waits for what.
 *
 * Codes: WSA_INVALID_PARAMETER (`lpStartAddress` is not a function), WSA_NOT_ENOUGH_MEMORY. Source: page remarks;
 * design waiting.
 *
 * @param lpThreadAttributes ignored
 * @param dwStackSize ignored
 * @param lpStartAddress the thread's function
 * @param lpParameter any value, passed to the function
 * @param dwCreationFlags CREATE_SUSPENDED (4) starts the thread only when ResumeThread is called; 0 otherwise
 * @param lpThreadId receives the thread's identifier; may be null
 * @returns the thread's handle, or 0
 */
export const CreateThread: Api<
  (
    lpThreadAttributes: unknown,
    dwStackSize: number,
    lpStartAddress: (lpParameter: unknown) => unknown,
    lpParameter: unknown,
    dwCreationFlags: number,
    lpThreadId: Ref<number> | null,
  ) => HANDLE | 0
> = (process) => {
  const { machine } = process;
  return (_attributes, _stackSize, lpStartAddress, lpParameter, dwCreationFlags, lpThreadId) => {
    const isSound = typeof lpStartAddress === "function" && (lpThreadId === null || isRef(lpThreadId));
    if (!isSound) return refuse(WSA_INVALID_PARAMETER);
    const thread = process.openThread();
    const object = new ThreadObject(thread, start);
    thread.object = object;
    const isWritten = writes(lpThreadId, thread.id);
    const handle = isWritten ? process.handles.add(object) : 0;
    if (handle === 0) {
      process.closeThread(thread);
      return refuse(isWritten ? WSA_NOT_ENOUGH_MEMORY : WSA_INVALID_PARAMETER);
    }
    machine.counters.handles++;
    if ((numberOf(dwCreationFlags) & CREATE_SUSPENDED) === 0) start();
    return handle as HANDLE;

    function start(): void {
      machine.threads ??= new ThreadStarts(machine);
      const { threads } = machine;
      object.begin = null;
      // a posted routine makes a turn due; the thread runs after it, outside of the turn, so that it may wait
      machine.postRoutine(process, () => threads.add(run));
    }

    function run(): void {
      if (process.hasEnded) return;
      let exitCode: unknown = 0;
      try {
        exitCode = process.runOn(thread, () => {
          runApcs(thread);
          return lpStartAddress(lpParameter);
        });
      } catch (error) {
        throw machine.containment.from(error, null, "");
      } finally {
        process.closeThread(thread);
        object.end(isNumber(exitCode) ? exitCode >>> 0 : 0);
      }
    }
  };

  function refuse(code: number): 0 {
    process.fail(code);
    return 0;
  }
};

/** Writes a thread's identifier to the caller's pointer, if that is not null. Returns false if it cannot be written. */
function writes(lpThreadId: Ref<number> | null, id: number): boolean {
  return unlessFault(() => {
    if (lpThreadId !== null) lpThreadId.value = id;
    return true;
  }, false);
}

/**
 * Makes a function whose first parameter is a thread's handle. It returns `failure`, with WSA_INVALID_HANDLE, for other
 * handles.
 */
function threadCall<R, Args extends unknown[]>(
  failure: R,
  run: (object: ThreadObject, ...args: Args) => R,
): Api<(hThread: number, ...args: Args) => R> {
  return (process) =>
    (hThread, ...args) => {
      const object = process.handles.find(hThread);
      if (object instanceof ThreadObject) return run(object, ...args);
      process.fail(WSA_INVALID_HANDLE);
      return failure;
    };
}

/**
 * Starts a thread that CreateThread made suspended. Source: page remarks.
 *
 * @param hThread the thread
 * @returns 1 if the thread was suspended, 0 if it had started before; -1 with WSA_INVALID_HANDLE
 */
export const ResumeThread = threadCall(-1, ({ begin }) => {
  begin?.();
  return begin === null ? 0 : 1;
});

/**
 * Returns the identifier of a thread. Source: page remarks.
 *
 * @param hThread the thread
 * @returns the identifier; 0 with WSA_INVALID_HANDLE
 */
export const GetThreadId = threadCall(0, ({ thread }) => thread.id);

/**
 * Reports what a thread's function returned; STILL_ACTIVE (259) while the thread has not ended. Source: page remarks.
 *
 * @param hThread the thread
 * @param lpExitCode receives the exit code
 * @returns `true`, or `false` with WSA_INVALID_HANDLE
 */
export const GetExitCodeThread = threadCall(false, ({ exitCode }, lpExitCode: Ref<number>) => {
  if (!isRef(lpExitCode)) return false;
  lpExitCode.value = exitCode;
  return true;
});

/**
 * Returns the identifier of the current thread. Source: page remarks.
 *
 * @returns the identifier
 */
export const GetCurrentThreadId: Api<() => number> = (process) => () => process.thread.id;

/**
 * Returns the pseudo-handle -2, which stands for the thread that passes it, for example to QueueUserAPC. Source: page
 * remarks.
 *
 * @returns -2
 */
export const GetCurrentThread: Api<() => HANDLE> = () => () => CURRENT_THREAD;

/**
 * Queues an APC: `pfnAPC` is called on a thread in its next alertable wait. A thread that has not started runs its APCs
 * before its own function.
 *
 * Codes: WSA_INVALID_HANDLE, WSA_INVALID_PARAMETER (`pfnAPC` is not a function), WSA_NOT_ENOUGH_MEMORY (10,000 are
 * queued already), ERROR_GEN_FAILURE (31: the thread has ended). Source: page remarks; reference §8.
 *
 * @param pfnAPC the function
 * @param hThread the thread, or GetCurrentThread's pseudo-handle
 * @param dwData any value, passed to the function
 * @returns a number other than 0, or 0
 */
export const QueueUserAPC: Api<(pfnAPC: (dwData: unknown) => unknown, hThread: number, dwData: unknown) => number> =
  (process) => (pfnAPC, hThread, dwData) => {
    const object = process.handles.find(hThread);
    const isThread = object instanceof ThreadObject;
    if (!isThread && hThread !== CURRENT_THREAD) return refuse(WSA_INVALID_HANDLE);
    if (typeof pfnAPC !== "function") return refuse(WSA_INVALID_PARAMETER);
    if (isThread && object.isSignalled) return refuse(ERROR_GEN_FAILURE);
    const { machine } = process;
    const { apcs } = isThread ? object.thread : process.thread;
    if (apcs.length >= QUEUE_BOUND) return refuse(WSA_NOT_ENOUGH_MEMORY);
    apcs.push(() => {
      try {
        pfnAPC(dwData);
      } catch (error) {
        throw machine.containment.from(error, null, "");
      }
    });
    return 1;

    function refuse(code: number): 0 {
      process.fail(code);
      return 0;
    }
  };

/**
 * Returns the last error of the current thread, as WSAGetLastError does. Source: page remarks.
 *
 * @returns the code
 */
export const GetLastError: Api<() => number> = (process) => () => process.thread.lastError;

/**
 * Sets the last error of the current thread. Source: page remarks.
 *
 * @param dwErrCode the code
 */
export const SetLastError: Api<(dwErrCode: number) => void> = (process) => (dwErrCode) => {
  process.thread.lastError = numberOf(dwErrCode) >>> 0;
};
