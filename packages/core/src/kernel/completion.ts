import type { WSAOVERLAPPED } from "@ws2kit/spi";
import { EventObject } from "./event-object.js";
import type { HandleTable } from "./handle-table.js";
import type { Completion, CompletionPorts } from "./port-object.js";

/** The parts of a process that completion uses: its handles, and its machine's ports. */
interface Owner {
  readonly handles: HandleTable;
  readonly machine: { readonly ports?: CompletionPorts };
}

/**
 * Completes an overlapped operation. Writes the result to the structure, Internal last, then notifies the completion
 * port of the socket or signals the event. The port receives no packet if the low bit of hEvent is set, or if the
 * operation succeeded within its call and SetFileCompletionNotificationModes has set
 * FILE_SKIP_COMPLETION_PORT_ON_SUCCESS.
 */
export function completeRequest(
  { handles, machine }: Owner,
  completion: Completion | null | undefined,
  overlapped: WSAOVERLAPPED,
  status: number,
  bytes: number,
  isImmediate = false,
): void {
  overlapped.InternalHigh = bytes;
  overlapped.Internal = status;
  const hEvent = Number(overlapped.hEvent ?? 0);
  const event = handles.find(hEvent & ~1);
  if (event instanceof EventObject) event.signal();
  if ((hEvent & 1) === 0) machine.ports?.post(completion, overlapped, status, bytes, isImmediate);
}
