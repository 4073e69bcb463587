import {
  type HANDLE,
  isRef,
  type LPWSAOVERLAPPED_COMPLETION_ROUTINE,
  type Ref,
  WSA_INVALID_HANDLE,
  WSAEFAULT,
  WSAENOBUFS,
  WSAEOPNOTSUPP,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import { type KernelObject, NOTIFICATION_OBJECT } from "../kernel/handle-table.js";
import { waitFor } from "../kernel/wait.js";
import { ws2Call } from "./call.js";

/** The last change of the catalog that a notification handle has reported. */
interface Notification extends KernelObject {
  generation: number;
}

/**
 * Waits until the catalog changes. The first call, with a handle of 0, creates a notification handle and returns; each
 * later call waits until the catalog has changed since.
 *
 * Codes: WSAEFAULT, WSA_INVALID_HANDLE, WSAENOBUFS, WSAENETDOWN (nothing can ever change it), WSAEOPNOTSUPP
 * (`lpOverlapped`, which is not supported). Source: reference §3.
 *
 * @param lpNotificationHandle holds the handle, 0 in the first call, and receives it
 * @param lpOverlapped null
 * @param _lpCompletionRoutine null
 * @returns 0, or SOCKET_ERROR
 */
export const WSAProviderConfigChange = ws2Call(
  (
    process,
    lpNotificationHandle: Ref<HANDLE | 0>,
    lpOverlapped: WSAOVERLAPPED | null,
    _lpCompletionRoutine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null,
  ) => {
    if (!isRef(lpNotificationHandle)) return -WSAEFAULT;
    if (lpOverlapped !== null && lpOverlapped !== undefined) return -WSAEOPNOTSUPP;
    const { catalog, counters } = process.machine;
    if (lpNotificationHandle.value === 0) {
      // a handle that cannot be written throws here, before it is made
      lpNotificationHandle.value = 0;
      const made: Notification = { kind: NOTIFICATION_OBJECT, generation: catalog.generation };
      const handle = process.handles.add(made);
      if (handle === 0) return -WSAENOBUFS;
      counters.handles++;
      lpNotificationHandle.value = handle as HANDLE;
      return 0;
    }
    const object = process.handles.find(lpNotificationHandle.value);
    if (object === null || object.kind !== NOTIFICATION_OBJECT) return -WSA_INVALID_HANDLE;
    const notification = object as Notification;
    const isChanged = { ready: () => catalog.generation !== notification.generation };
    const code = waitFor(process, isChanged, -1, null, "WSAProviderConfigChange");
    if (code === 0) notification.generation = catalog.generation;
    return -code;
  },
);
