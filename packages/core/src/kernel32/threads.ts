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
/** The pseudo-handle of the thread that names it. */
export const CURRENT_THREAD = -2 as HANDLE;
/** The code of a thread that has ended. */
const ERROR_GEN_FAILURE = 31;

/**
 * Starts a thread: `lpStartAddress` runs, with `lpParameter`, in the next turn, or in the next wait of another thread,
 * on its stack; what it returns is the thread's exit code. So a thread acts while others wait, and their waits end
 * after its own. A wait that only a thread below could end fails with WSAENETDOWN, and a record lists who waits for
 * what. `lpThreadId` receives the identifier. With CREATE_SUSPENDED (4) the thread begins at ResumeThread. The handle;
 * 0 with WSA_INVALID_PARAMETER (no function) or WSA_NOT_ENOUGH_MEMORY. Source: page remarks; design waiting.
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
    if (!writes(lpThreadId, thread.id)) {
      process.closeThread(thread);
      return refuse(WSA_INVALID_PARAMETER);
    }
    const object = new ThreadObject(thread, start);
    thread.object = object;
    const handle = process.handles.add(object);
    if (handle === 0) return refuse(WSA_NOT_ENOUGH_MEMORY);
    machine.counters.handles++;
    if ((numberOf(dwCreationFlags) & CREATE_SUSPENDED) === 0) start();
    return handle as HANDLE;

    function start(): void {
      machine.threads ??= new ThreadStarts(machine);
      const { threads } = machine;
      object.begin = null;
      // a routine that is due has the machine turn; the thread itself runs outside of it, so that it may wait
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

/** Writes an identifier where a caller wants it: whether it could. */
function writes(lpThreadId: Ref<number> | null, id: number): boolean {
  return unlessFault(() => {
    if (lpThreadId !== null) lpThreadId.value = id;
    return true;
  }, false);
}

/** Makes a call about a thread of a handle; `failure` with WSA_INVALID_HANDLE if it is no thread's. */
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
 * Begins a thread that was made suspended. How many times it was suspended; -1 with WSA_INVALID_HANDLE. Source: page
 * remarks.
 */
export const ResumeThread = threadCall(-1, ({ begin }) => {
  begin?.();
  return begin === null ? 0 : 1;
});

/** The identifier of a thread; 0 with WSA_INVALID_HANDLE. Source: page remarks. */
export const GetThreadId = threadCall(0, ({ thread }) => thread.id);

/**
 * Writes what a thread has returned, STILL_ACTIVE (259) before. `false` with WSA_INVALID_HANDLE. Source: page remarks.
 */
export const GetExitCodeThread = threadCall(false, ({ exitCode }, lpExitCode: Ref<number>) => {
  if (!isRef(lpExitCode)) return false;
  lpExitCode.value = exitCode;
  return true;
});

/** The identifier of the current thread. Source: page remarks. */
export const GetCurrentThreadId: Api<() => number> = (process) => () => process.thread.id;

/** The pseudo-handle that stands for whichever thread passes it: QueueUserAPC takes it. Source: page remarks. */
export const GetCurrentThread: Api<() => HANDLE> = () => () => CURRENT_THREAD;

/**
 * Has `pfnAPC` called on a thread, with `dwData`, in its next alertable wait; a thread that has not begun runs it first
 * of all. Not 0; 0 with WSA_INVALID_HANDLE, WSA_INVALID_PARAMETER (no function), WSA_NOT_ENOUGH_MEMORY (10,000 wait
 * already), or ERROR_GEN_FAILURE (31) for a thread that has ended. Source: page remarks; reference §8.
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

/** The last error of the current thread, which WSAGetLastError returns as well. Source: page remarks. */
export const GetLastError: Api<() => number> = (process) => () => process.thread.lastError;

/** Sets the last error of the current thread. Source: page remarks. */
export const SetLastError: Api<(dwErrCode: number) => void> = (process) => (dwErrCode) => {
  process.thread.lastError = numberOf(dwErrCode) >>> 0;
};
