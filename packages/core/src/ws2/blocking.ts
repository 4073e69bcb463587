import { LOBYTE, WSAEFAULT, WSAEINVAL, WSAEOPNOTSUPP } from "@ws2kit/spi";
import type { Process } from "../process.js";
import { type Api, callSlot } from "./call.js";

/*
 * The blocking functions of Winsock 1.1, for processes that asked for a version 1. While a call blocks, its thread's
 * hook runs, again and again; inside it no call works but these. Source: reference §7.
 */

/** A blocking hook: what the program does while a call of its own waits. */
export type BlockingHook = () => void;

/**
 * Whether the current thread is in a call that blocks.
 *
 * @returns `true` or `false`
 */
export const WSAIsBlocking: Api<() => boolean> = (process) => () => process.thread.waiting !== null;

/**
 * Sets the current thread's blocking hook: a function that runs again and again while a call blocks.
 *
 * Codes: WSANOTINITIALISED, WSAEOPNOTSUPP (a process of version 2), WSAEFAULT (not a function).
 *
 * @param lpBlockFunc the hook; inside it, no call works but those of this file
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
 * Ends the call that blocks on this thread: it returns WSAEINTR. The provider that the call is in decides, by its
 * WSPCancelBlockingCall; a wait of ws2's own ends at once.
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
  // a provider that blocks by itself sees it in what the hook returns
  if (result === 0 && thread.waitingIn === null) thread.cancelled = true;
  return result;
};

/** Runs a blocking hook, whose exceptions are the application's. */
function runHook(process: Process, hook: BlockingHook): void {
  try {
    process.whileUnavailable(hook);
  } catch (error) {
    throw process.machine.containment.from(error, null, "");
  }
}

/** Why these functions do not work in this process, or 0. Inside a hook they do. */
function refusal(process: Process): number {
  if (process.startups === 0) return process.unavailableCode;
  return LOBYTE(process.version) === 1 ? 0 : WSAEOPNOTSUPP;
}
