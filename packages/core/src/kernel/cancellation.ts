import { type HANDLE, type SOCKET, SOCKET_ERROR, type WSAOVERLAPPED } from "@ws2kit/spi";
import type { Containment } from "../calls/containment.js";
import type { HandleTable } from "./handle-table.js";
import { fileOf, isSocketObject } from "./socket-object.js";

/** The handle is neither a file's nor an open socket's. */
export const NO_FILE: number = SOCKET_ERROR;

/** A process, as far as its handles go, and who contains what their providers throw. */
interface HandleOwner {
  readonly handles: HandleTable;
  readonly machine: { readonly containment: Containment };
}

/**
 * Cancels the operation of `lpOverlapped`, or with `null` all that were started on a handle: by the file's driver, or
 * for a socket of WPUCreateSocketHandle by what its provider has registered. Returns how many were under way, or
 * NO_FILE. A driver or a provider that throws has cancelled nothing.
 */
export function cancelOperations(
  { handles, machine }: HandleOwner,
  handle: number,
  lpOverlapped: WSAOVERLAPPED | null,
): number {
  const object = handles.find(handle);
  const file = fileOf(object);
  if (file !== null) {
    try {
      return file.file.cancel?.(handle as HANDLE, lpOverlapped) ?? 0;
    } catch (error) {
      file.owner.failed(error, "CancelIo");
      return 0;
    }
  }
  if (!isSocketObject(object)) return NO_FILE;
  try {
    return object.cancel?.(lpOverlapped, handle as SOCKET) ?? 0;
  } catch (error) {
    machine.containment.contain(error, object.provider.path, "CancelIo");
    return 0;
  }
}
