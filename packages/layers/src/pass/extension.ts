import {
  guardExtension,
  WSAID_ACCEPTEX,
  WSAID_CONNECTEX,
  WSAID_DISCONNECTEX,
  WSAID_TRANSMITFILE,
  WSAID_TRANSMITPACKETS,
  WSAID_WSARECVMSG,
  WSAID_WSASENDMSG,
} from "@ws2kit/core";
import {
  type GUID,
  isRef,
  type LPINT,
  type LPWSAOVERLAPPED_COMPLETION_ROUTINE,
  ref,
  type SOCKET,
  SOCKET_ERROR,
  WSA_IO_PENDING,
  WSA_OPERATION_ABORTED,
  WSAENOTSOCK,
  type WSAOVERLAPPED,
  type WSATHREADID,
  WSS_OPERATION_IN_PROGRESS,
} from "@ws2kit/spi";
import type { Layer } from "../kit/layer.js";
import type { LayerSocket } from "../kit/layer-socket.js";
import { beginOperation } from "../kit/operation.js";

/** An extension function; its last argument is `lpErrno`. */
export type Extension = (...args: unknown[]) => boolean | number;

/** The positions of an extension function's parameters. */
interface ArgumentLayout {
  /** Its sockets; the operation belongs to the first. */
  readonly socketsAt: readonly number[];
  readonly overlappedAt: number;
  /** Its completion routine, followed by the thread; absent for a function that returns a BOOL. */
  readonly routineAt?: number;
  /** The pointer to its count of bytes; -1 if it has no such parameter. */
  readonly bytesAt: number;
  /** The observer that receives the count of bytes, and which of the sockets sent or received them. */
  readonly counts: "sent" | "received" | null;
  readonly countsFor: number;
}

const LAYOUTS: Readonly<Record<GUID, ArgumentLayout>> = {
  [WSAID_ACCEPTEX]: { socketsAt: [0, 1], overlappedAt: 7, bytesAt: 6, counts: "received", countsFor: 1 },
  [WSAID_CONNECTEX]: { socketsAt: [0], overlappedAt: 6, bytesAt: 5, counts: "sent", countsFor: 0 },
  [WSAID_DISCONNECTEX]: { socketsAt: [0], overlappedAt: 1, bytesAt: -1, counts: null, countsFor: 0 },
  [WSAID_TRANSMITFILE]: { socketsAt: [0], overlappedAt: 4, bytesAt: 7, counts: "sent", countsFor: 0 },
  [WSAID_TRANSMITPACKETS]: { socketsAt: [0], overlappedAt: 4, bytesAt: 6, counts: "sent", countsFor: 0 },
  [WSAID_WSARECVMSG]: { socketsAt: [0], overlappedAt: 3, routineAt: 4, bytesAt: 2, counts: "received", countsFor: 0 },
  [WSAID_WSASENDMSG]: { socketsAt: [0], overlappedAt: 4, routineAt: 5, bytesAt: 3, counts: "sent", countsFor: 0 },
};

/**
 * A structure that reports the end of its operation itself: a provider writes `Internal` last, and the setter of
 * `Internal` calls `ended`.
 *
 * Extension functions that return a BOOL have no completion routine. An event is no substitute: it would need a handle
 * of the process for each operation, and ws2 cannot call a provider when an event is signalled.
 */
class ReportingOverlapped implements WSAOVERLAPPED {
  InternalHigh = 0;
  hEvent = null;
  #internal = 0;

  constructor(
    /** The offset in the file at which TransmitFile begins. */
    public Offset: number,
    public OffsetHigh: number,
    readonly ended: () => void,
  ) {}

  get Internal(): number {
    return this.#internal;
  }

  set Internal(status: number) {
    this.#internal = status;
    if (status !== WSS_OPERATION_IN_PROGRESS) this.ended();
  }
}

/**
 * Wraps an extension function of the provider below: translates its handles, and ends the caller's operation in the
 * same way as every operation of the layer. Returns `below` unchanged if the function has no handles, or if the kit
 * does not know it.
 */
export function extensionOver(layer: Layer, id: GUID, below: Extension): Extension {
  const layout = LAYOUTS[id];
  if (layout === undefined) return below;
  const [success, failure] = layout.routineAt === undefined ? [true, false] : [0, SOCKET_ERROR];
  const { exceptions } = layer.imports;
  return guardExtension((...args) => (callBelow(layer, layout, below, args) ? success : failure), failure, exceptions);
}

/** Calls the function below. Returns whether it succeeded. */
function callBelow(layer: Layer, layout: ArgumentLayout, below: Extension, args: readonly unknown[]): boolean {
  const lpErrno = args[args.length - 1] as LPINT;
  const down = [...args];
  const sockets: LayerSocket[] = [];
  for (const at of layout.socketsAt) {
    const socket = layer.find(args[at] as SOCKET, lpErrno);
    if (socket === null) return false;
    sockets.push(socket);
    down[at] = socket.lower;
  }
  const caller = args[layout.overlappedAt];
  const counted = sockets[layout.countsFor];
  const pointer = layout.bytesAt >= 0 ? args[layout.bytesAt] : null;
  if (typeof caller !== "object" || caller === null) {
    const hasWorked = isSuccess(below(...down));
    if (hasWorked && layout.counts !== null && isRef(pointer)) {
      layer.observers[layout.counts]?.(counted, pointer.value as number);
    }
    return hasWorked;
  }

  const routine = layout.routineAt === undefined ? null : args[layout.routineAt];
  const thread = layout.routineAt === undefined ? null : args[layout.routineAt + 1];
  // throws here, before the operation begins, if the structure cannot be written
  (caller as WSAOVERLAPPED).Internal = WSS_OPERATION_IN_PROGRESS;
  const { Offset, OffsetHigh } = caller as WSAOVERLAPPED;
  const operation = beginOperation(
    layer,
    sockets[0],
    layout.counts,
    caller as WSAOVERLAPPED,
    routine as LPWSAOVERLAPPED_COMPLETION_ROUTINE | null,
    thread as WSATHREADID | null,
    counted,
  );
  const { overlapped, errno } = operation;
  let [isUnderWay, hasEnded] = [false, false];
  const reporting = new ReportingOverlapped(Offset, OffsetHigh, () => {
    // A provider may report once more an operation that ended before its call returned.
    if (hasEnded) return;
    hasEnded = true;
    const { code, bytes, flags } = outcomeOf(sockets[0], reporting);
    overlapped.InternalHigh = bytes;
    overlapped.Internal = code;
    layer.imports.runLater(() => {
      if (isUnderWay) operation.ended(code, bytes, overlapped, flags);
    });
  });
  operation.below = reporting;
  down[layout.overlappedAt] = reporting;
  down[down.length - 1] = errno;
  if (layout.bytesAt >= 0) down[layout.bytesAt] = null;
  if (layout.routineAt !== undefined) down.fill(null, layout.routineAt, layout.routineAt + 2);
  const isDone = isSuccess(below(...down));
  isUnderWay = isDone || errno.value === WSA_IO_PENDING;
  return operation.started(isDone ? 0 : SOCKET_ERROR, isRef(pointer) ? (pointer as LPINT) : null, lpErrno) === 0;
}

/** Returns whether a function succeeded that returns a BOOL, or 0 or SOCKET_ERROR. */
function isSuccess(result: boolean | number): boolean {
  return result === true || result === 0;
}

/** Returns the outcome of an operation below: its code, bytes and flags. */
function outcomeOf({ below, lower }: LayerSocket, overlapped: WSAOVERLAPPED) {
  const [bytes, flags, errno] = [ref(0), ref(0), ref(0)];
  const hasWorked = below.slots.WSPGetOverlappedResult(lower, overlapped, bytes, false, flags, errno);
  // the socket is closed below
  const failure = errno.value === WSAENOTSOCK ? WSA_OPERATION_ABORTED : errno.value;
  return { code: hasWorked ? 0 : failure, bytes: bytes.value, flags: flags.value };
}
