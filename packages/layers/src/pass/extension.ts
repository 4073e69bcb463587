import {
  guardExtension,
  WSAID_ACCEPTEX,
  WSAID_CONNECTEX,
  WSAID_DISCONNECTEX,
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

/** Where an extension function has what. */
interface Form {
  /** Its sockets, the one first whose operation it is. */
  readonly socketsAt: readonly number[];
  readonly overlappedAt: number;
  /** Its completion routine, followed by the thread; absent for one that returns a BOOL and has none. */
  readonly routineAt?: number;
  /** The pointer to its count of bytes; -1 for none. */
  readonly bytesAt: number;
  /** Which observer hears of the bytes, and with which of the sockets. */
  readonly counts: "sent" | "received" | null;
  readonly countsFor: number;
}

const FORMS: Readonly<Record<GUID, Form>> = {
  [WSAID_ACCEPTEX]: { socketsAt: [0, 1], overlappedAt: 7, bytesAt: 6, counts: "received", countsFor: 1 },
  [WSAID_CONNECTEX]: { socketsAt: [0], overlappedAt: 6, bytesAt: 5, counts: "sent", countsFor: 0 },
  [WSAID_DISCONNECTEX]: { socketsAt: [0], overlappedAt: 1, bytesAt: -1, counts: null, countsFor: 0 },
  [WSAID_WSARECVMSG]: { socketsAt: [0], overlappedAt: 3, routineAt: 4, bytesAt: 2, counts: "received", countsFor: 0 },
  [WSAID_WSASENDMSG]: { socketsAt: [0], overlappedAt: 4, routineAt: 5, bytesAt: 3, counts: "sent", countsFor: 0 },
};

/**
 * A structure that notices the end of its operation, by the assignment to Internal that ends it. An extension function
 * has no completion routine; an event would cost a handle for each operation, and nothing in a DLL waits for one.
 */
class Witness implements WSAOVERLAPPED {
  InternalHigh = 0;
  Offset = 0;
  OffsetHigh = 0;
  hEvent = null;
  #internal = 0;

  constructor(readonly ended: () => void) {}

  get Internal(): number {
    return this.#internal;
  }

  /** What ends an operation writes this last. */
  set Internal(status: number) {
    this.#internal = status;
    if (status !== WSS_OPERATION_IN_PROGRESS) this.ended();
  }
}

/**
 * The layer's own function in place of the one below: it has the handles translated and its operation ended through the
 * layer's funnel. One that has no handles, or that nobody knows here, serves as it is.
 */
export function extensionOver(layer: Layer, id: GUID, below: Extension): Extension {
  const form = FORMS[id];
  if (form === undefined) return below;
  const [success, failure] = form.routineAt === undefined ? [true, false] : [0, SOCKET_ERROR];
  const { exceptions } = layer.imports;
  return guardExtension((...args) => (callBelow(layer, form, below, args) ? success : failure), failure, exceptions);
}

/** Calls the function below. Returns whether it succeeded. */
function callBelow(layer: Layer, form: Form, below: Extension, args: readonly unknown[]): boolean {
  const lpErrno = args[args.length - 1] as LPINT;
  const down = [...args];
  const sockets: LayerSocket[] = [];
  for (const at of form.socketsAt) {
    const socket = layer.find(args[at] as SOCKET, lpErrno);
    if (socket === null) return false;
    sockets.push(socket);
    down[at] = socket.lower;
  }
  const caller = args[form.overlappedAt];
  const counted = sockets[form.countsFor];
  const pointer = form.bytesAt >= 0 ? args[form.bytesAt] : null;
  if (typeof caller !== "object" || caller === null) {
    const hasWorked = isSuccess(below(...down));
    if (hasWorked && form.counts !== null && isRef(pointer)) {
      layer.observers[form.counts]?.(counted, pointer.value as number);
    }
    return hasWorked;
  }

  const routine = form.routineAt === undefined ? null : args[form.routineAt];
  const thread = form.routineAt === undefined ? null : args[form.routineAt + 1];
  // throws where it cannot be written: before the operation begins
  (caller as WSAOVERLAPPED).Internal = WSS_OPERATION_IN_PROGRESS;
  const operation = beginOperation(
    layer,
    sockets[0],
    form.counts,
    caller as WSAOVERLAPPED,
    routine as LPWSAOVERLAPPED_COMPLETION_ROUTINE | null,
    thread as WSATHREADID | null,
    counted,
  );
  const { overlapped, errno } = operation;
  let [isUnderWay, hasEnded] = [false, false];
  const witness = new Witness(() => {
    // An operation that ended within its call may be reported once more.
    if (hasEnded) return;
    hasEnded = true;
    const { code, bytes, flags } = outcomeOf(sockets[0], witness);
    overlapped.InternalHigh = bytes;
    overlapped.Internal = code;
    layer.imports.runLater(() => {
      if (isUnderWay) operation.ended(code, bytes, overlapped, flags);
    });
  });
  operation.below = witness;
  down[form.overlappedAt] = witness;
  down[down.length - 1] = errno;
  if (form.bytesAt >= 0) down[form.bytesAt] = null;
  if (form.routineAt !== undefined) down.fill(null, form.routineAt, form.routineAt + 2);
  const isDone = isSuccess(below(...down));
  isUnderWay = isDone || errno.value === WSA_IO_PENDING;
  return operation.started(isDone ? 0 : SOCKET_ERROR, isRef(pointer) ? (pointer as LPINT) : null, lpErrno) === 0;
}

/** TRUE, or 0 of a function that returns 0 or SOCKET_ERROR. */
function isSuccess(result: boolean | number): boolean {
  return result === true || result === 0;
}

/** How an operation has ended below. */
function outcomeOf({ below, lower }: LayerSocket, overlapped: WSAOVERLAPPED) {
  const [bytes, flags, errno] = [ref(0), ref(0), ref(0)];
  const hasWorked = below.slots.WSPGetOverlappedResult(lower, overlapped, bytes, false, flags, errno);
  // a socket that is closed has nothing to say any more
  const failure = errno.value === WSAENOTSOCK ? WSA_OPERATION_ABORTED : errno.value;
  return { code: hasWorked ? 0 : failure, bytes: bytes.value, flags: flags.value };
}
