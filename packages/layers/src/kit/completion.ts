import {
  type LPINT,
  type LPWSAOVERLAPPED_COMPLETION_ROUTINE,
  newWSAOVERLAPPED,
  type Ref,
  ref,
  type SOCKET,
  SOCKET_ERROR,
  WSA_IO_PENDING,
  type WSAOVERLAPPED,
  type WSATHREADID,
  type WSPPROC_TABLE,
  WSS_OPERATION_IN_PROGRESS,
} from "@ws2kit/spi";
import type { Layer } from "./layer.js";
import type { LayerSocket } from "./layer-socket.js";

/** An overlapped call as a slot was given it. */
export interface OverlappedCall {
  readonly socket: LayerSocket;
  readonly overlapped: WSAOVERLAPPED;
  readonly routine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null;
  readonly thread: WSATHREADID | null;
  readonly direction: "sent" | "received" | null;
}

/** Makes the same call below, with the overlapped structure, routine and thread that stand in for the caller's. */
export type Below = (
  lower: SOCKET,
  next: WSPPROC_TABLE,
  overlapped: WSAOVERLAPPED,
  routine: LPWSAOVERLAPPED_COMPLETION_ROUTINE,
  thread: WSATHREADID,
  lpErrno: LPINT,
) => number;

/**
 * Makes an overlapped call below with a structure of the layer's own, whose end comes to a thread of the layer's; there the
 * caller's operation is ended. The one funnel through which all operations end. Source: seed 004; reference §8.
 */
export function passOverlapped(layer: Layer, call: OverlappedCall, lpBytes: Ref<number> | null, below: Below): number {
  const { socket, overlapped, routine } = call;
  const errno = ref(0);
  const substitute = newWSAOVERLAPPED();
  substitute.Offset = overlapped.Offset;
  substitute.OffsetHigh = overlapped.OffsetHigh;
  begin(layer, overlapped, routine);
  socket.pending++;
  let isImmediate = false;
  const ended: LPWSAOVERLAPPED_COMPLETION_ROUTINE = (dwError, bytes, _substitute, dwFlags) => {
    socket.pending--;
    if (dwError === 0 && call.direction !== null) layer.observers[call.direction]?.(socket, bytes);
    layer.observers.ended?.(socket, overlapped, dwError, bytes);
    end(layer, call, dwError, bytes, dwFlags, isImmediate);
    layer.settle(socket);
  };
  const result = below(socket.lower, socket.below.slots, substitute, ended, layer.imports.worker(), errno);
  if (result === 0) {
    // the outcome is there at once; the notice comes when the layer below gives its own
    isImmediate = true;
    overlapped.Offset = 0;
    overlapped.OffsetHigh = 0;
    overlapped.InternalHigh = substitute.InternalHigh;
    overlapped.Internal = 0;
    if (lpBytes !== null) lpBytes.value = substitute.InternalHigh;
    return 0;
  }
  if (errno.value !== WSA_IO_PENDING) {
    socket.pending--;
    overlapped.Internal = errno.value;
  }
  return -errno.value;
}

/** Marks an operation as begun, and takes its event's signal away. */
export function begin(layer: Layer, overlapped: WSAOVERLAPPED, routine: unknown): void {
  overlapped.Internal = WSS_OPERATION_IN_PROGRESS;
  overlapped.InternalHigh = 0;
  const hEvent = Number(overlapped.hEvent ?? 0) & ~1;
  if (routine === null && hEvent !== 0) layer.upcalls.WPUResetEvent(hEvent as never, ref(0));
}

/** Tells the caller: by the routine, on its thread where the system has APCs, or by event and port. */
export function end(
  layer: Layer,
  { socket, overlapped, routine, thread }: OverlappedCall,
  code: number,
  bytes: number,
  flags: number,
  isImmediate: boolean,
): void {
  overlapped.Offset = flags;
  overlapped.OffsetHigh = code;
  const isQuiet = routine !== null || (isImmediate && !layer.imports.signalsImmediate);
  if (isQuiet) {
    overlapped.InternalHigh = bytes;
    overlapped.Internal = code;
  } else {
    layer.imports.WPUCompleteOverlappedRequest(socket.upper, overlapped, code, bytes, ref(0));
  }
  if (routine === null) return;
  const run = () => routine(code, bytes, overlapped, flags);
  // a system without APCs runs it on a thread of the provider's
  if (thread === null || layer.upcalls.WPUQueueApc(thread, run, null, ref(0)) === SOCKET_ERROR) {
    layer.imports.runLater(run);
  }
}
