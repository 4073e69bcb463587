import { LOBYTE, WSAEFAULT, WSAEINVAL, WSAEOPNOTSUPP } from "@ws2kit/spi";
import type { Process } from "../process.js";
import { type Api, callSlot } from "./call.js";

/*
 * The blocking functions of Winsock 1.1, for processes that asked for version 1.x. While a call blocks, its thread's
 * hook runs again and again. Inside the hook only these functions work. Source: reference §7.
 */

/** A blocking hook: a function of the program that runs again and again while a call blocks. */
export type BlockingHook = () => void;

/**
 * Returns whether the current thread is in a call that blocks.
 *
 * @returns `true` or `false`
 */
export const WSAIsBlocking: Api<() => boolean> = (process) => () => process.thread.waiting !== null;

/**
 * Sets the current thread's blocking hook: a function that runs again and again while a call blocks.
 *
 * Codes: WSANOTINITIALISED, WSAEOPNOTSUPP (a process of version 2), WSAEFAULT (not a function).
 *
 * @param lpBlockFunc the hook; inside it, only the four functions for blocking work
 * @returns the previous hook, or null
 */
export const WSASetBlockingHook: Api<(lpBlockFunc: BlockingHook) => BlockingHook | null> =
  (process) => (lpBlockFunc) => {
    const code = refusal(process) || (typeof lpBlockFunc === "function" ? 0 : WSAEFAULT);
    if (code !== 0) {
      process.fail(code);
      return null;
    }
    const before = process.thread.hook;
    process.thread.hook = { routine: lpBlockFunc, run: () => runHook(process, lpBlockFunc) };
    return before?.routine ?? null;
  };

/**
 * Removes the current thread's blocking hook.
 *
 * Codes: WSANOTINITIALISED, WSAEOPNOTSUPP (a process of version 2).
 *
 * @returns 0, or SOCKET_ERROR
 */
export const WSAUnhookBlockingHook: Api<() => number> = (process) => () => {
  const code = refusal(process);
  if (code !== 0) return process.fail(code);
  process.thread.hook = null;
  return 0;
};

/**
 * Cancels the call that blocks on this thread: it fails with WSAEINTR. If a provider blocks, its WSPCancelBlockingCall
 * decides; if ws2 itself waits, the wait ends at once.
 *
 * Codes: WSAEINVAL (no call blocks), WSANOTINITIALISED, WSAEOPNOTSUPP (a process of version 2), or the provider's.
 * Source: reference §1 slot 4, §7.
 *
 * @returns 0, or SOCKET_ERROR
 */
export const WSACancelBlockingCall: Api<() => number> = (process) => () => {
  const code = refusal(process);
  if (code !== 0) return process.fail(code);
  const { thread, currentProvider: provider } = process;
  if (thread.waiting === null) return process.fail(WSAEINVAL);
  if (provider === null) {
    thread.cancelled = true;
    return 0;
  }
  const result = callSlot(process, "WSACancelBlockingCall", provider, "WSPCancelBlockingCall", (lpErrno) =>
    provider.slots.WSPCancelBlockingCall(lpErrno),
  );
  // a provider that blocks by itself sees the cancellation in the hook's result
  if (result === 0 && thread.waitingIn === null) thread.cancelled = true;
  return result;
};

/** Runs a blocking hook. Its exceptions are blamed on the application. */
function runHook(process: Process, hook: BlockingHook): void {
  try {
    process.whileUnavailable(hook);
  } catch (error) {
    throw process.machine.containment.from(error, null, "");
  }
}

/** The code with which these functions fail in this process, or 0. Inside a hook they work. */
function refusal(process: Process): number {
  if (process.startups === 0) return process.unavailableCode;
  return LOBYTE(process.version) === 1 ? 0 : WSAEOPNOTSUPP;
}
