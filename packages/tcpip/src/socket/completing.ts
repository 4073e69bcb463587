import { RoutineTurns, unlessFault } from "@ws2kit/core";
import { ref, type WSATHREADID, WSS_OPERATION_IN_PROGRESS } from "@ws2kit/spi";
import type { Operation } from "./operation.js";
import type { Socket } from "./socket.js";
import type { Tcpip } from "./tcpip.js";

/** How a system notifies a program that an overlapped operation has ended. */
export interface CompletionStyle {
  /** Whether an operation that succeeds at once signals its event. */
  readonly signalsImmediate: boolean;
  /** Runs a completion routine for the thread that started the operation. */
  runRoutine(tcp: Tcpip, socket: Socket, thread: WSATHREADID | null, routine: () => void): void;
}

/** Desktop: routines are APCs of the thread that started the operation. Source: reference §8. */
export const apcs: CompletionStyle = {
  signalsImmediate: true,
  runRoutine(tcp, socket, thread, routine) {
    const queue = () => void tcp.upcalls.WPUQueueApc(thread as WSATHREADID, run, null, ref(0));
    // routine/never-nested
    tcp.routines ??= new RoutineTurns();
    const turns = tcp.routines;
    const run = () => turns.run(socket, routine, queue);
    queue();
  },
};

/**
 * Windows CE: routines run on the provider's thread, as CE has no APCs. An operation that succeeds at once signals no
 * event. Source: reference §8 (CENET 2006-04-29; CE5:ms885823).
 */
export const ownThread: CompletionStyle = {
  signalsImmediate: false,
  runRoutine: (tcp, _socket, _thread, routine) => tcp.imports.runLater(routine),
};

/** Marks an operation as begun, and resets its event. */
export function begin({ tcp, overlapped, routine }: Operation): void {
  overlapped.Internal = WSS_OPERATION_IN_PROGRESS;
  const hEvent = Number(overlapped.hEvent ?? 0) & ~1;
  if (routine === null && hEvent !== 0) tcp.upcalls.WPUResetEvent(hEvent as never, ref(0));
}

/**
 * Completes an operation with a code, exactly once, and calls its routine or notifies its event and port. Every
 * operation ends here. A structure that can no longer be written affects no other operation.
 */
export function complete(operation: Operation, code: number, isImmediate: boolean): void {
  if (isImmediate) report(operation, code, isImmediate);
  else unlessFault(() => report(operation, code, isImmediate), undefined);
}

function report(operation: Operation, code: number, isImmediate: boolean): void {
  const { tcp, socket, s, overlapped, routine, thread, bytes, flags } = operation;
  const { completion } = tcp.definition;
  operation.release?.();
  if (routine !== null) {
    tcp.handles.finish(overlapped, code, bytes, flags);
    completion.runRoutine(tcp, socket, thread, () => routine(code, bytes, overlapped, flags));
    return;
  }
  const isQuiet = isImmediate && !completion.signalsImmediate;
  if (isQuiet) tcp.handles.finish(overlapped, code, bytes, flags);
  else tcp.handles.complete(socket, s, overlapped, code, bytes, flags, isImmediate);
}
