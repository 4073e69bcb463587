import {
  type HANDLE,
  isRef,
  type Ref,
  WSA_INVALID_HANDLE,
  WSA_INVALID_PARAMETER,
  WSA_NOT_ENOUGH_MEMORY,
} from "@ws2kit/spi";
import { DUPLICATE_OBJECT, type KernelObject, PORT_OBJECT } from "../kernel/handle-table.js";
import { isSignal } from "../kernel/object-wait.js";
import { isSocketObject } from "../kernel/socket-object.js";
import { ThreadObject } from "../kernel/thread-object.js";
import { type Api, numberOf } from "../ws2/call.js";
import { CURRENT_THREAD } from "./threads.js";

/** The pseudo-handle that stands for the process that passes it. */
const CURRENT_PROCESS = -1 as HANDLE;
export const DUPLICATE_CLOSE_SOURCE = 0x1;

/**
 * Returns the pseudo-handle -1, which stands for the process that passes it. It need not be closed. Source: page
 * remarks.
 *
 * @returns -1
 */
export const GetCurrentProcess: Api<() => HANDLE> = () => () => CURRENT_PROCESS;

/**
 * Makes a second handle of an event, a thread or a completion port. The object exists until both handles are closed. A
 * duplicate of GetCurrentThread's pseudo-handle names that thread for other threads too. A duplicate of a socket's
 * handle can be closed, but calls fail with WSAENOTSOCK for it: use WSADuplicateSocketW to share a socket.
 *
 * Codes: WSA_INVALID_HANDLE (no such object), WSA_INVALID_PARAMETER (`lpTargetHandle` cannot be written),
 * WSA_NOT_ENOUGH_MEMORY. Source: page remarks; reference §7.
 *
 * @param hSourceProcessHandle the caller's process, from GetCurrentProcess
 * @param hSourceHandle the handle to duplicate
 * @param hTargetProcessHandle the caller's process, from GetCurrentProcess
 * @param lpTargetHandle receives the second handle
 * @param dwDesiredAccess ignored
 * @param bInheritHandle ignored
 * @param dwOptions DUPLICATE_CLOSE_SOURCE (1) closes the first handle; other bits are ignored
 * @returns `true`, or `false`
 */
export const DuplicateHandle: Api<
  (
    hSourceProcessHandle: number,
    hSourceHandle: number,
    hTargetProcessHandle: number,
    lpTargetHandle: Ref<HANDLE | 0>,
    dwDesiredAccess: number,
    bInheritHandle: boolean,
    dwOptions: number,
  ) => boolean
> = (process) => (hSourceProcess, hSource, hTargetProcess, lpTarget, _access, _inherit, dwOptions) => {
  if (hSourceProcess !== CURRENT_PROCESS || hTargetProcess !== CURRENT_PROCESS) return process.deny(WSA_INVALID_HANDLE);
  if (!isRef(lpTarget)) return process.deny(WSA_INVALID_PARAMETER);
  const { handles, machine, thread } = process;
  if (hSource === CURRENT_THREAD) thread.object ??= new ThreadObject(thread, null);
  const object = hSource === CURRENT_THREAD ? (thread.object as ThreadObject) : handles.find(hSource);
  // DuplicateHandle/socket: ws2 does not accept a socket's second handle
  const second = isSocketObject(object) ? { kind: DUPLICATE_OBJECT } : object;
  const isKernels = second !== null && (second.kind === PORT_OBJECT || second.kind === DUPLICATE_OBJECT);
  if (!isKernels && !isSignal(second)) return process.deny(WSA_INVALID_HANDLE);
  const handle = handles.add(second as KernelObject);
  if (handle === 0) return process.deny(WSA_NOT_ENOUGH_MEMORY);
  machine.counters.handles++;
  const closes = (numberOf(dwOptions) & DUPLICATE_CLOSE_SOURCE) !== 0 && second === object;
  if (closes && handles.remove(hSource)) machine.counters.handles--;
  lpTarget.value = handle as HANDLE;
  return true;
};
