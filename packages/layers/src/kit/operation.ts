import { unlessFault } from "@ws2kit/core";
import {
  type LPINT,
  type LPWSAOVERLAPPED_COMPLETION_ROUTINE,
  newWSAOVERLAPPED,
  type Ref,
  ref,
  SOCKET_ERROR,
  setErrno,
  WSA_IO_PENDING,
  WSA_OPERATION_ABORTED,
  type WSAOVERLAPPED,
  WSASYSCALLFAILURE,
  type WSATHREADID,
  WSS_OPERATION_IN_PROGRESS,
} from "@ws2kit/spi";
import type { Layer, Observers } from "./layer.js";
import type { LayerSocket } from "./layer-socket.js";

/**
 * The most operations that have succeeded before their call returned and are not reported yet. At this number, the next
 * call first delivers the reports that are due.
 */
const UNREPORTED = 32;

/** The arguments of an overlapped call that decide how its end is reported. */
export interface OverlappedCall {
  readonly overlapped: WSAOVERLAPPED;
  readonly routine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null;
  readonly thread: WSATHREADID | null;
}

/** The observer that is called with the byte count of an operation; null for no observer. */
export type Direction = "sent" | "received" | null;

const NOBODY = /* @__PURE__ */ newWSAOVERLAPPED();

/**
 * One overlapped operation. The provider below receives a structure of the layer instead of the caller's, and reports
 * the end to a thread of the layer. The layer then ends the caller's operation: all operations of a layer end here. An
 * object whose operation has ended is reused for the next call to the same provider, so that calls allocate nothing.
 * Source: WPUCreateSocketHandle (desktop); reference §8.
 */
export class LayerOperation {
  /** The structure that the call below receives. */
  readonly overlapped: WSAOVERLAPPED = newWSAOVERLAPPED();
  /** The structure of the call that is under way below. A repeated call may use another structure. */
  below = this.overlapped;
  readonly errno: LPINT = ref(0);
  /** Whether the call below has ended and will be repeated, so that there is nothing to cancel below. */
  isBetweenCalls = false;
  isCancelled = false;
  readonly ended: LPWSAOVERLAPPED_COMPLETION_ROUTINE = (code, bytes, _overlapped, flags) => {
    // a value that is not a count is a fault of the provider below
    if (bytes >>> 0 === bytes) this.#end(code, bytes, flags);
    else this.#end(WSASYSCALLFAILURE, 0, 0);
  };

  #socket: LayerSocket;
  /**
   * The socket for which bytes are counted. An AcceptEx is an operation of the listening socket, but its bytes belong
   * to the accepted connection.
   */
  #counted: LayerSocket;
  #caller: WSAOVERLAPPED = NOBODY;
  #routine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null = null;
  #thread: WSATHREADID | null = null;
  #direction: Direction = null;
  /** Its index in the layer's list of operations under way; -1 if it is not in the list. */
  #at = -1;
  #isImmediate = false;

  constructor(
    readonly layer: Layer,
    socket: LayerSocket,
  ) {
    this.#socket = socket;
    this.#counted = socket;
  }

  /** Stores the caller's arguments. Called before the call below. */
  begin(
    socket: LayerSocket,
    direction: Direction,
    caller: WSAOVERLAPPED,
    routine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null | undefined,
    thread: WSATHREADID | null,
    counted: LayerSocket,
  ): void {
    this.#socket = socket;
    this.#counted = counted;
    this.#direction = direction;
    this.#caller = caller;
    this.#routine = routine ?? null;
    this.#thread = thread;
    this.#isImmediate = false;
    this.below = this.overlapped;
    this.isBetweenCalls = false;
    this.isCancelled = false;
    this.overlapped.Internal = 0;
    this.overlapped.InternalHigh = 0;
    this.overlapped.Offset = caller.Offset;
    this.overlapped.OffsetHigh = caller.OffsetHigh;
    this.errno.value = 0;
    begin(this.layer, caller, this.#routine);
  }

  /** Processes the result of the call below, and returns what the layer's slot returns. */
  started(result: number, lpBytes: Ref<number> | null, lpErrno: LPINT): number {
    const code = this.errno.value;
    // after the call, not before it: if the call throws, nothing must remain
    if (result === 0 || code === WSA_IO_PENDING) {
      this.layer.pended(this.#socket);
      this.#at = this.layer.underWay.push(this) - 1;
    }
    if (result === 0) {
      // the caller receives the outcome now, and the report of the end when the provider below reports it
      const bytes = this.overlapped.InternalHigh;
      this.#isImmediate = true;
      this.layer.unreported++;
      this.#caller.Offset = 0;
      this.#caller.OffsetHigh = 0;
      this.#caller.InternalHigh = bytes;
      this.#caller.Internal = 0;
      if (lpBytes !== null && lpBytes !== undefined) lpBytes.value = bytes;
      return 0;
    }
    setErrno(lpErrno, code);
    if (code === WSA_IO_PENDING) return SOCKET_ERROR;
    this.#caller.Internal = code;
    this.#rest();
    // ws2 reports a result that is not valid
    return result;
  }

  /**
   * Cancels the operation if it was started on `socket`, and with `lpOverlapped` unless that is null. Returns whether
   * it was.
   */
  cancel(socket: LayerSocket, lpOverlapped: WSAOVERLAPPED | null): boolean {
    if (this.#socket !== socket || (lpOverlapped ?? this.#caller) !== this.#caller) return false;
    if (this.isBetweenCalls) {
      this.isCancelled = true;
      return true;
    }
    return this.layer.imports.CancelIoEx(socket.lower, this.below);
  }

  /**
   * Ignores a completion that is reported twice or for no operation: the caller may already have reused the structure.
   */
  #end(reported: number, count: number, flags: number): void {
    if (this.#at < 0 || this.overlapped.Internal === WSS_OPERATION_IN_PROGRESS) return;
    this.#leave();
    const { layer } = this;
    const socket = this.#socket;
    socket.pending--;
    if (this.#isImmediate) layer.unreported--;
    const code = this.#notify(reported, count);
    const bytes = code === reported ? count : 0;
    // the caller may reuse the structure once its outcome is known
    const isReused = this.#isImmediate && this.#caller.Internal === WSS_OPERATION_IN_PROGRESS;
    if (!isReused) end(layer, socket, this.#given, code, bytes, flags, this.#isImmediate);
    this.#rest();
    layer.settle(socket);
  }

  /**
   * Calls the author's observer, and returns the code of the operation. An exception of the author fails the operation,
   * unless its caller already has the outcome.
   */
  #notify(code: number, bytes: number): number {
    const { observers, imports } = this.layer;
    const direction = code === 0 ? this.#direction : null;
    let what: keyof Observers = "ended";
    try {
      if (direction !== null) {
        what = direction;
        observers[direction]?.(this.#counted, bytes);
        what = "ended";
      }
      observers.ended?.(this.#socket, this.#caller, code, bytes);
      return code;
    } catch (error) {
      imports.exceptions.contain(error, imports.path, what);
      return this.#isImmediate ? code : WSASYSCALLFAILURE;
    }
  }

  /**
   * Ends the operation without notification, because the layer ends: with WSA_OPERATION_ABORTED, unless it has
   * succeeded below.
   */
  abandon(): void {
    this.#at = -1;
    const { Internal, InternalHigh } = this.overlapped;
    if (Internal === 0) finish(this.#caller, 0, InternalHigh);
    else abandon(this.#caller);
  }

  get #given(): OverlappedCall {
    return { overlapped: this.#caller, routine: this.#routine, thread: this.#thread };
  }

  #leave(): void {
    const { underWay } = this.layer;
    const last = underWay.pop() as LayerOperation;
    if (last !== this) {
      underWay[this.#at] = last;
      last.#at = this.#at;
    }
    this.#at = -1;
  }

  /** Releases the caller's structure, and returns this object to the list of those to reuse. */
  #rest(): void {
    this.#caller = NOBODY;
    this.#routine = null;
    this.#thread = null;
    this.#socket.below.idle.push(this);
  }
}

/** Returns an object for an overlapped operation on a socket, with the caller's arguments stored. */
export function beginOperation(
  layer: Layer,
  socket: LayerSocket,
  direction: Direction,
  caller: WSAOVERLAPPED,
  routine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null | undefined,
  thread: WSATHREADID | null,
  counted = socket,
): LayerOperation {
  // a caller that never waits receives no reports, and they would pile up
  if (layer.unreported >= UNREPORTED) layer.imports.deliver();
  const operation = socket.below.idle.pop() ?? new LayerOperation(layer, socket);
  operation.begin(socket, direction, caller, routine, thread, counted);
  return operation;
}

/** Marks the caller's structure as under way, and resets its event. */
export function begin(layer: Layer, overlapped: WSAOVERLAPPED, routine: unknown): void {
  overlapped.Internal = WSS_OPERATION_IN_PROGRESS;
  const hEvent = Number(overlapped.hEvent ?? 0) & ~1;
  if (routine === null && hEvent !== 0) layer.upcalls.WPUResetEvent(hEvent as never, layer.ignored);
}

/** Marks the caller's structure as aborted, without routine, event or port, as the last WSPCleanup requires. */
export function abandon(overlapped: WSAOVERLAPPED): void {
  finish(overlapped, WSA_OPERATION_ABORTED, 0);
}

function finish(overlapped: WSAOVERLAPPED, code: number, bytes: number): void {
  unlessFault(() => {
    overlapped.Offset = 0;
    overlapped.OffsetHigh = code;
    overlapped.InternalHigh = bytes;
    overlapped.Internal = code;
  }, undefined);
}

/**
 * Reports the end of an operation to the caller: by its routine, which runs on the caller's thread if the system has
 * APCs, or by event and port. If the caller's structure can no longer be written, only this operation is affected.
 */
export function end(
  layer: Layer,
  socket: LayerSocket,
  call: OverlappedCall,
  code: number,
  bytes: number,
  flags: number,
  isImmediate: boolean,
): void {
  unlessFault(() => report(layer, socket, call, code, bytes, flags, isImmediate), undefined);
}

function report(
  layer: Layer,
  socket: LayerSocket,
  { overlapped, routine, thread }: OverlappedCall,
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
    layer.imports.WPUCompleteOverlappedRequest(socket.upper, overlapped, code, bytes, layer.ignored);
  }
  if (routine === null) return;
  const call = () => routine(code, bytes, overlapped, flags);
  // routine/never-nested
  const run = () => layer.routines.run(socket, call, queue);
  const queue = () => {
    // without APCs, the routine runs on a thread of the provider
    if (thread === null || layer.upcalls.WPUQueueApc(thread, run, null, layer.ignored) === SOCKET_ERROR) {
      layer.imports.runLater(call);
    }
  };
  queue();
}
