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
/** In place of an event: UnregisterWaitEx itself waits for the callback. */
const WAITS = -1;

type Process = Parameters<Api<unknown>>[0];
type Callback = (lpParameter: unknown, TimerOrWaitFired: boolean) => void;

/** Milliseconds until a callback runs again because its object has stayed signalled. */
const AGAIN = 1;

/** A registered wait. */
class RegisteredWait implements KernelObject {
  readonly kind = PLAIN_OBJECT;
  /** Whether the callback is on the stack. */
  isRunning = false;
  /** Signalled once the callback that is under way has returned. */
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

  /** Has the callback run if the object is signalled. */
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
    // as a thread's function does, the callback runs outside of the turn, so that it may wait
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
    // an event that stays signalled must not keep time from passing
    process.machine.postRoutineAfter(process, AGAIN, () => this.look());
  }
}

/**
 * Has `Callback` called each time that an event or a thread is signalled, with `Context` and `false`, and each time
 * that `dwMilliseconds` pass without that, with `true`; with WT_EXECUTEONLYONCE (8) once. It runs as a thread does, in
 * the next turn or on the stack of another thread's wait, and resets an auto-reset event; an event that stays
 * signalled calls it again and again. An event has either registered waits or a routine of `onSignal`. `false` with
 * WSA_INVALID_HANDLE (neither an event nor a thread), WSA_INVALID_PARAMETER (no function, or no place for the handle)
 * or WSA_NOT_ENOUGH_MEMORY. Source: page remarks; design waiting.
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
  // a place that cannot be written throws here, before anything is registered
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
 * Ends a registered wait. `CompletionEvent` is signalled once no callback of it is under way; -1 waits for that.
 * `false` with WSA_INVALID_HANDLE (no registered wait, or no event), or where the callback is under way: with
 * WSA_IO_PENDING for null, and with WSAENETDOWN for -1, as the callback is below the caller on its stack. The wait has
 * ended in both cases. Source: page remarks; design waiting.
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

/** `UnregisterWaitEx` without an event. Source: page remarks. */
export const UnregisterWait: Api<(WaitHandle: number) => boolean> = (process) => {
  const unregister = UnregisterWaitEx(process);
  return (WaitHandle) => unregister(WaitHandle, null);
};
