import {
  type HANDLE,
  isRef,
  type Ref,
  WSA_INFINITE,
  WSA_INVALID_HANDLE,
  WSA_INVALID_PARAMETER,
  WSA_IO_PENDING,
  WSA_NOT_ENOUGH_MEMORY,
  WSAENETDOWN,
} from "@ws2kit/spi";
import { isNumber } from "../calls/given.js";
import { EventObject } from "../kernel/event-object.js";
import { type KernelObject, PLAIN_OBJECT } from "../kernel/handle-table.js";
import { isSignal, type Signal } from "../kernel/object-wait.js";
import type { Thread } from "../kernel/thread.js";
import { ThreadStarts } from "../kernel/thread-starts.js";
import { type Api, numberOf } from "../ws2/call.js";

export const WT_EXECUTEONLYONCE = 0x8;
/** In place of an event: UnregisterWaitEx waits until no callback is running. */
const WAITS = -1;

type Process = Parameters<Api<unknown>>[0];
type Callback = (lpParameter: unknown, TimerOrWaitFired: boolean) => void;

/** Milliseconds until a callback runs again if its object stays signalled. */
const AGAIN = 1;

/** A registered wait. */
class RegisteredWait implements KernelObject {
  readonly kind = PLAIN_OBJECT;
  /** Whether the callback is on the stack. */
  isRunning = false;
  /** The event to signal when the running callback has returned. */
  completion: EventObject | null = null;
  #isRegistered = true;
  #isPosted = false;
  #cancelTimer = () => {};

  constructor(
    readonly process: Process,
    readonly thread: Thread,
    readonly object: Signal,
    readonly callback: (hasTimedOut: boolean) => void,
    readonly ms: number,
    readonly isOnce: boolean,
  ) {
    object.waits = [...(object.waits ?? []), this];
    object.watcher ??= () => {
      for (const wait of object.waits ?? []) wait.look();
    };
    this.#startTimer(ms);
    this.look();
  }

  /** Queues the callback if the object is signalled. */
  look(): void {
    if (this.object.isSignalled) this.#post(false);
  }

  unregister(): void {
    this.#isRegistered = false;
    this.#cancelTimer();
    this.object.waits = this.object.waits?.filter((wait) => wait !== this);
  }

  #startTimer(ms: number): void {
    const { process } = this;
    if (ms >= 0) this.#cancelTimer = process.machine.postRoutineAfter(process, ms, () => this.#post(true));
  }

  #post(hasTimedOut: boolean): void {
    if (this.#isPosted || !this.#isRegistered) return;
    this.#isPosted = true;
    const { machine } = this.process;
    machine.threads ??= new ThreadStarts(machine);
    const { threads } = machine;
    // the callback runs as a thread does, outside of the turn, so that it may wait
    machine.postRoutine(this.process, () => threads.add(() => this.#run(hasTimedOut)));
  }

  #run(hasTimedOut: boolean): void {
    this.#isPosted = false;
    const { process, object } = this;
    if (!this.#isRegistered || process.hasEnded) return;
    // another wait may have reset the event since
    if (!hasTimedOut && !object.isSignalled) return;
    if (!hasTimedOut) object.consume?.();
    this.#cancelTimer();
    if (this.isOnce) this.unregister();
    this.isRunning = true;
    try {
      process.runOn(this.thread, () => this.callback(hasTimedOut));
    } catch (error) {
      throw process.machine.containment.from(error, null, "");
    } finally {
      this.isRunning = false;
      this.completion?.signal();
    }
    if (!this.#isRegistered) return;
    if (this.ms >= 0) this.#startTimer(Math.max(this.ms, AGAIN));
    // time must pass even if an event stays signalled
    process.machine.postRoutineAfter(process, AGAIN, () => this.look());
  }
}

/**
 * Calls `Callback` each time an event or a thread is signalled, and each time `dwMilliseconds` pass without that. The
 * callback runs as a thread does: in the next turn, or inside the wait of another thread. It resets an auto-reset
 * event; if the object stays signalled, it is called again and again. Registered waits and `onSignal` exclude each
 * other: an event has one or the other.
 *
 * Codes: WSA_INVALID_HANDLE (neither an event nor a thread), WSA_INVALID_PARAMETER (`Callback` is not a function, or
 * `phNewWaitObject` cannot be written), WSA_NOT_ENOUGH_MEMORY. Source: page remarks; design waiting.
 *
 * @param phNewWaitObject receives the handle of the registered wait
 * @param hObject the event or thread
 * @param Callback called with `Context` and a BOOL: `false` if the object was signalled, `true` if the time passed
 * @param Context any value
 * @param dwMilliseconds milliseconds, or INFINITE
 * @param dwFlags WT_EXECUTEONLYONCE (8) for one call only
 * @returns `true`, or `false`
 */
export const RegisterWaitForSingleObject: Api<
  (
    phNewWaitObject: Ref<HANDLE | 0>,
    hObject: number,
    Callback: Callback,
    Context: unknown,
    dwMilliseconds: number,
    dwFlags: number,
  ) => boolean
> = (process) => (phNewWaitObject, hObject, Callback, Context, dwMilliseconds, dwFlags) => {
  const { handles, machine } = process;
  const object = handles.find(hObject);
  const isSound = isRef(phNewWaitObject) && typeof Callback === "function" && isNumber(dwMilliseconds);
  if (!isSound) return process.deny(WSA_INVALID_PARAMETER);
  if (!isSignal(object)) return process.deny(WSA_INVALID_HANDLE);
  // throws here if it cannot be written, before the wait is registered
  phNewWaitObject.value = 0;
  const ms = dwMilliseconds === WSA_INFINITE || !(dwMilliseconds >= 0) ? -1 : dwMilliseconds;
  const isOnce = (numberOf(dwFlags) & WT_EXECUTEONLYONCE) !== 0;
  const call = (hasTimedOut: boolean) => Callback(Context, hasTimedOut);
  const wait = new RegisteredWait(process, process.openThread(), object, call, ms, isOnce);
  const handle = handles.add(wait);
  if (handle === 0) {
    close(wait);
    return process.deny(WSA_NOT_ENOUGH_MEMORY);
  }
  machine.counters.handles++;
  phNewWaitObject.value = handle as HANDLE;
  return true;
};

function close(wait: RegisteredWait): void {
  wait.unregister();
  wait.process.closeThread(wait.thread);
}

/**
 * Ends a registered wait. Its callback may still be running then.
 *
 * Codes: WSA_INVALID_HANDLE (not a registered wait, or not an event); WSA_IO_PENDING (the callback is running, and
 * `CompletionEvent` is null); WSAENETDOWN (the callback is running below the caller on the stack, so -1 cannot wait for
 * it). The wait has ended with the last two as well. Source: page remarks; design waiting.
 *
 * @param WaitHandle the registered wait
 * @param CompletionEvent null; or an event, signalled when no callback is running; or -1 to wait for that
 * @returns `true`, or `false`
 */
export const UnregisterWaitEx: Api<(WaitHandle: number, CompletionEvent: number | null) => boolean> =
  (process) => (WaitHandle, CompletionEvent) => {
    const { handles, machine } = process;
    const wait = handles.find(WaitHandle);
    const event = CompletionEvent === null || CompletionEvent === WAITS ? null : handles.find(CompletionEvent);
    const isEvent = CompletionEvent === null || CompletionEvent === WAITS || event instanceof EventObject;
    if (!(wait instanceof RegisteredWait) || !isEvent) return process.deny(WSA_INVALID_HANDLE);
    close(wait);
    handles.remove(WaitHandle);
    machine.counters.handles--;
    if (event instanceof EventObject) {
      if (wait.isRunning) wait.completion = event;
      else event.signal();
    } else if (wait.isRunning) return process.deny(CompletionEvent === null ? WSA_IO_PENDING : WSAENETDOWN);
    return true;
  };

/**
 * Ends a registered wait, as UnregisterWaitEx does without an event. Source: page remarks.
 *
 * @param WaitHandle the registered wait
 * @returns `true`, or `false` with WSA_INVALID_HANDLE, or WSA_IO_PENDING (the callback is running; the wait has ended)
 */
export const UnregisterWait: Api<(WaitHandle: number) => boolean> = (process) => {
  const unregister = UnregisterWaitEx(process);
  return (WaitHandle) => unregister(WaitHandle, null);
};
