import {
  type HANDLE,
  isRef,
  type LPWSAOVERLAPPED_COMPLETION_ROUTINE,
  type Ref,
  WSA_INVALID_HANDLE,
  WSA_IO_PENDING,
  WSA_NOT_ENOUGH_MEMORY,
  WSAEFAULT,
  type WSAOVERLAPPED,
  WSS_OPERATION_IN_PROGRESS,
} from "@ws2kit/spi";
import { isStructure } from "../calls/given.js";
import type { Catalog } from "../catalog/catalog.js";
import { completeRequest } from "../kernel/completion.js";
import { EventObject } from "../kernel/event-object.js";
import type { HandleTable } from "../kernel/handle-table.js";
import { NotificationObject } from "../kernel/notification-object.js";
import { statusOf } from "../kernel/nt-status.js";
import type { CompletionPorts } from "../kernel/port-object.js";
import { waitFor } from "../kernel/wait.js";
import { ws2Call } from "./call.js";

/**
 * Waits until the catalog changes. The first call, with a handle of 0, creates a notification handle and returns; each
 * later call waits until the catalog has changed since the last change that the handle has reported. An overlapped wait
 * ends as any overlapped operation does: by its event, by a completion port that the handle is associated with, or by a
 * completion routine. CloseHandle ends it with WSA_OPERATION_ABORTED.
 *
 * Codes: WSA_IO_PENDING (the overlapped wait has begun), WSAEFAULT, WSA_INVALID_HANDLE, WSA_NOT_ENOUGH_MEMORY,
 * WSAENETDOWN (nothing can ever change the catalog). Source: reference §3; page remarks.
 *
 * @param lpNotificationHandle holds the handle, 0 in the first call, and receives it
 * @param lpOverlapped null for a call that waits. Otherwise the structure of the operation, which is known by identity:
 * do not reuse it before the wait ends
 * @param lpCompletionRoutine a routine that runs in an alertable wait of this thread, or null
 * @returns 0, or SOCKET_ERROR
 */
export const WSAProviderConfigChange = ws2Call(
  (
    process,
    lpNotificationHandle: Ref<HANDLE | 0>,
    lpOverlapped: WSAOVERLAPPED | null,
    lpCompletionRoutine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null,
  ) => {
    if (!isRef(lpNotificationHandle)) return -WSAEFAULT;
    const { catalog, counters } = process.machine;
    if (lpNotificationHandle.value === 0) {
      // throws here if the handle cannot be written, before it is made
      lpNotificationHandle.value = 0;
      const handle = process.handles.add(new NotificationObject(catalog.generation));
      if (handle === 0) return -WSA_NOT_ENOUGH_MEMORY;
      counters.handles++;
      lpNotificationHandle.value = handle as HANDLE;
      return 0;
    }
    const notification = process.handles.find(lpNotificationHandle.value);
    if (!(notification instanceof NotificationObject)) return -WSA_INVALID_HANDLE;
    const isChanged = { ready: () => catalog.generation !== notification.generation };
    if (lpOverlapped !== null && lpOverlapped !== undefined) {
      if (!isStructure(lpOverlapped)) return -WSAEFAULT;
      begin(process, notification, lpOverlapped, lpCompletionRoutine);
      if (!isChanged.ready()) return -WSA_IO_PENDING;
      report(catalog, notification);
      return 0;
    }
    const code = waitFor(process, isChanged, -1, null, "WSAProviderConfigChange");
    if (code === 0) notification.generation = catalog.generation;
    return -code;
  },
);

/** The parts of a process that overlapped waits use. */
interface Waiter {
  readonly handles: HandleTable;
  readonly machine: {
    readonly catalog: Catalog;
    readonly ports?: CompletionPorts;
    shared<T>(name: string, make: () => T): T;
  };
  readonly thread: { readonly apcs: (() => void)[] };
  readonly releases: (() => void)[];
  ownRoutine<T>(routine: T): T;
}

/** Begins an overlapped wait. */
function begin(
  process: Waiter,
  notification: NotificationObject,
  overlapped: WSAOVERLAPPED,
  lpCompletionRoutine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null,
): void {
  const { machine, thread } = process;
  const routine = typeof lpCompletionRoutine === "function" ? process.ownRoutine(lpCompletionRoutine) : null;
  // throws here if the structure cannot be written
  overlapped.InternalHigh = 0;
  overlapped.Internal = WSS_OPERATION_IN_PROGRESS;
  const event = routine === null ? process.handles.find(Number(overlapped.hEvent ?? 0) & ~1) : null;
  if (event instanceof EventObject) event.isSignalled = false;
  notification.requests.push({
    overlapped,
    end(code) {
      if (routine === null) {
        completeRequest(process, notification.completion, overlapped, statusOf(code), 0);
        return;
      }
      overlapped.Internal = statusOf(code);
      thread.apcs.push(() => routine(code, 0, overlapped, 0));
    },
  });
  const watched = machine.shared("WSAProviderConfigChange", () => watchedBy(machine.catalog));
  if (watched.has(notification)) return;
  watched.add(notification);
  // after the last WSACleanup, or the end of the process, nothing is notified
  process.releases.push(() => {
    watched.delete(notification);
    notification.requests.length = 0;
  });
}

/**
 * The notifications with overlapped waits. Each change of the catalog is reported to them after it is made and stored.
 */
function watchedBy(catalog: Catalog): Set<NotificationObject> {
  const watched = new Set<NotificationObject>();
  const { commit } = catalog;
  catalog.commit = (change) => {
    const code = commit(change);
    for (const notification of watched)
      if (notification.generation !== catalog.generation) report(catalog, notification);
    return code;
  };
  return watched;
}

/** Completes the overlapped waits of a notification after a change of the catalog. */
function report(catalog: Catalog, notification: NotificationObject): void {
  if (notification.requests.length === 0) return;
  notification.generation = catalog.generation;
  notification.end(0);
}
