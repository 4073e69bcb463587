import type { WSAOVERLAPPED } from "@ws2kit/spi";
import { EventObject } from "./event-object.js";
import type { HandleTable } from "./handle-table.js";
import type { Completion, CompletionPorts } from "./port-object.js";

/** A process, as far as its handles go, and its machine's ports. */
interface Owner {
  readonly handles: HandleTable;
  readonly machine: { readonly ports?: CompletionPorts };
}

/**
 * Ends an overlapped operation: its result goes into the structure, last of all Internal, and then to whoever is to
 * know: the port that its socket is tied to, or its event. The low bit of hEvent keeps the port out, and so does
 * success within the call where SetFileCompletionNotificationModes has said so.
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
