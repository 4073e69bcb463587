import {
  type LPINT,
  type SlotName,
  type SOCKET,
  SOCKET_ERROR,
  WSAEFAULT,
  WSASYSCALLFAILURE,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import { textOf } from "../calls/containment.js";
import { unlessFault } from "../calls/fault.js";
import { isNumber } from "../calls/given.js";
import type { LoadedProvider } from "../calls/loaded-provider.js";
import { isSocketObject, OVERLAPPED } from "../kernel/socket-object.js";
import type { Process } from "../process.js";

/** Returns a caller's number; 0 for any other value, in functions that cannot fail. */
export function numberOf(given: unknown): number {
  return isNumber(given) ? given : 0;
}

/** A function of the API, before it is bound to a process. `exports.ts` of each target binds its functions. */
export type Api<F> = (process: Process) => F;

/**
 * Makes an API function that looks up a socket and calls one slot of its provider. Startup check, handle look-up, last
 * error and containment are here, once. `run` calls the slot with its parameters.
 */
export function socketCall<Args extends unknown[]>(
  call: string,
  slot: SlotName,
  run: (slots: WSPPROC_TABLE, lpErrno: LPINT, s: SOCKET, ...args: Args) => number,
): Api<(s: SOCKET, ...args: Args) => number> {
  return (process) =>
    (s, ...args) => {
      const socket = process.socketOf(s);
      if (socket === null) return SOCKET_ERROR;
      return callSlot(process, call, socket.provider, slot, (lpErrno) =>
        run(socket.provider.slots, lpErrno, s, ...args),
      );
    };
}

/** The parameters between the socket and `lpErrno`, of the slots that return 0 or SOCKET_ERROR. */
type Between<S extends SlotName> = WSPPROC_TABLE[S] extends (...args: [SOCKET, ...infer Args, LPINT]) => number
  ? Args
  : never;

/**
 * Makes an API function with the same parameters as one slot of its socket's provider: the socket and `count` more.
 */
export function slotCall<S extends SlotName>(
  call: string,
  slot: S,
  count: Between<S>["length"],
): Api<(s: SOCKET, ...args: Between<S>) => number> {
  return socketCall(call, slot, (slots, lpErrno, s, ...args: unknown[]) => {
    args.length = count;
    return (slots[slot] as (...all: unknown[]) => number)(s, ...args, lpErrno);
  });
}

/** As `socketCall`, for a slot that returns a new socket. A socket that no upcall has registered counts as failure. */
export function newSocketCall<Args extends unknown[]>(
  call: string,
  slot: SlotName,
  run: (slots: WSPPROC_TABLE, lpErrno: LPINT, s: SOCKET, ...args: Args) => SOCKET,
): Api<(s: SOCKET, ...args: Args) => SOCKET> {
  return (process) =>
    (s, ...args) => {
      const socket = process.socketOf(s);
      if (socket === null) return SOCKET_ERROR as SOCKET;
      const made = callForSocket(process, call, socket.provider, slot, (lpErrno) =>
        run(socket.provider.slots, lpErrno, s, ...args),
      );
      const object = process.handles.find(made);
      if (isSocketObject(object)) object.kind |= socket.kind & OVERLAPPED;
      return made;
    };
}

/** Makes an API function that needs WSAStartup. `run` returns 0, a count, or a negative error code. */
export function ws2Call<Args extends unknown[]>(
  run: (process: Process, ...args: Args) => number,
): Api<(...args: Args) => number> {
  return (process) =>
    (...args) => {
      if (process.unavailableCode !== 0) return process.fail(process.unavailableCode);
      const result = unlessFault(() => run(process, ...args), -WSAEFAULT);
      if (result < 0) return process.fail(-result);
      process.thread.lastError = 0;
      return result;
    };
}

/** Makes an API function that needs WSAStartup and returns 0 or its code. The code is the last error as well. */
export function codeCall<Args extends unknown[]>(
  run: (process: Process, ...args: Args) => number,
): Api<(...args: Args) => number> {
  return (process) =>
    (...args) => {
      const code = process.unavailableCode || unlessFault(() => run(process, ...args), WSAEFAULT);
      process.thread.lastError = code;
      return code;
    };
}

/** Makes an API function that needs WSAStartup and returns a structure, or null if `run` returns a code. */
export function lookUpCall<Args extends unknown[], T extends object>(
  run: (process: Process, ...args: Args) => T | number,
): Api<(...args: Args) => T | null> {
  return (process) =>
    (...args) => {
      const found = process.unavailableCode || run(process, ...args);
      const hasFailed = isNumber(found);
      process.thread.lastError = hasFailed ? found : 0;
      return hasFailed ? null : found;
    };
}

/** Calls a slot that returns a count or SOCKET_ERROR. An exception or any other result fails with WSASYSCALLFAILURE. */
export function callSlot(
  process: Process,
  call: string,
  provider: LoadedProvider,
  slot: SlotName,
  run: (lpErrno: LPINT) => number,
): number {
  const frame = process.enter(call, provider, slot);
  let result = SOCKET_ERROR;
  try {
    result = run(frame.errno);
    if ((result | 0) !== result || result < SOCKET_ERROR) throw new TypeError(`it returned ${textOf(result)}`);
  } catch (error) {
    process.containSlot(error, frame);
    result = SOCKET_ERROR;
  }
  process.leave(frame, result === SOCKET_ERROR);
  return result;
}

/** Calls a slot that returns a SOCKET, and checks that the socket belongs to this process. */
export function callForSocket(
  process: Process,
  call: string,
  provider: LoadedProvider,
  slot: SlotName,
  run: (lpErrno: LPINT) => SOCKET,
): SOCKET {
  return callSlot(process, call, provider, slot, (lpErrno) => {
    const s = run(lpErrno);
    if (s === SOCKET_ERROR || isSocketObject(process.handles.find(s))) return s;
    // containment/stray-socket: a socket that no upcall has made
    process.machine.record("provider-stray-socket", provider.path, slot, textOf(s));
    lpErrno.value = WSASYSCALLFAILURE;
    return SOCKET_ERROR;
  }) as SOCKET;
}
