import { type HANDLE, type SOCKET, SOCKET_ERROR, type WSAOVERLAPPED } from "@ws2kit/spi";
import type { Containment } from "../calls/containment.js";
import type { HandleTable } from "./handle-table.js";
import { fileOf, isSocketObject } from "./socket-object.js";

/** The handle is neither a file's nor an open socket's. */
export const NO_FILE: number = SOCKET_ERROR;

/** The parts of a process that cancellation uses: its handles, and what catches the exceptions of providers. */
interface HandleOwner {
  readonly handles: HandleTable;
  readonly machine: { readonly containment: Containment };
}

/**
 * Cancels the operation of `lpOverlapped`, or every operation of the handle if that is `null`. A file's driver cancels
 * them; for a socket of WPUCreateSocketHandle, the function that its provider has registered. Returns how many
 * operations were under way, or NO_FILE; 0 if the driver or provider throws.
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
