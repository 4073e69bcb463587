import { guardExtension, WSAID_ACCEPTEX, WSAID_CONNECTEX, WSAID_DISCONNECTEX } from "@ws2kit/core";
import {
  type GUID,
  isRef,
  type LPINT,
  ref,
  type SOCKET,
  SOCKET_ERROR,
  WSA_IO_PENDING,
  WSA_OPERATION_ABORTED,
  WSAENOTSOCK,
  type WSAOVERLAPPED,
  WSS_OPERATION_IN_PROGRESS,
} from "@ws2kit/spi";
import type { Layer } from "../kit/layer.js";
import type { LayerSocket } from "../kit/layer-socket.js";
import { beginOperation } from "../kit/operation.js";

/** An extension function; its last argument is `lpErrno`. */
export type Extension = (...args: unknown[]) => boolean;

/** Where an extension function has what. */
interface Form {
  /** Its sockets, the one first whose operation it is. */
  readonly socketsAt: readonly number[];
  readonly overlappedAt: number;
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
  return guardExtension((...args) => callBelow(layer, form, below, args), layer.imports.exceptions);
}

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
  if (typeof caller !== "object" || caller === null) return below(...down);

  const counted = sockets[form.countsFor];
  // throws where it cannot be written: before the operation begins
  (caller as WSAOVERLAPPED).Internal = WSS_OPERATION_IN_PROGRESS;
  const operation = beginOperation(layer, sockets[0], form.counts, caller as WSAOVERLAPPED, null, null, counted);
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
  const isDone = below(...down);
  isUnderWay = isDone || errno.value === WSA_IO_PENDING;
  const bytes = form.bytesAt >= 0 ? args[form.bytesAt] : null;
  return operation.started(isDone ? 0 : SOCKET_ERROR, isRef(bytes) ? (bytes as LPINT) : null, lpErrno) === 0;
}

/** How an operation has ended below. */
function outcomeOf({ below, lower }: LayerSocket, overlapped: WSAOVERLAPPED) {
  const [bytes, flags, errno] = [ref(0), ref(0), ref(0)];
  const hasWorked = below.slots.WSPGetOverlappedResult(lower, overlapped, bytes, false, flags, errno);
  // a socket that is closed has nothing to say any more
  const failure = errno.value === WSAENOTSOCK ? WSA_OPERATION_ABORTED : errno.value;
  return { code: hasWorked ? 0 : failure, bytes: bytes.value, flags: flags.value };
}
