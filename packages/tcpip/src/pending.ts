import {
  type LPINT,
  READY_ERR,
  READY_HUP,
  READY_IN,
  READY_OUT,
  type Ref,
  type SOCKET,
  WSA_FLAG_OVERLAPPED,
  WSA_IO_PENDING,
  WSA_OPERATION_ABORTED,
  WSAEWOULDBLOCK,
  type WSAOVERLAPPED,
  WSS_OPERATION_IN_PROGRESS,
} from "@ws2kit/spi";
import { begin, complete } from "./completing.js";
import { fail } from "./failure.js";
import { MOVED, type Operation } from "./operation.js";
import type { Socket } from "./socket.js";
import type { Tcpip } from "./tcpip.js";

const ENDED = READY_ERR | READY_HUP;

/** The overlapped operations of a socket that wait for the network, in the order in which they were asked for. */
export class Pending {
  readonly input: Operation[] = [];
  readonly output: Operation[] = [];

  /** READY_* that they wait for. */
  get events(): number {
    return (this.input.length > 0 ? READY_IN : 0) | (this.output.length > 0 ? READY_OUT : 0);
  }

  queue(events: number): Operation[] {
    return events === READY_IN ? this.input : this.output;
  }

  /** Goes on with what the network is ready for. */
  stirred(bits: number): void {
    if ((bits & (READY_IN | ENDED)) !== 0) drain(this.input);
    if ((bits & (READY_OUT | ENDED)) !== 0) drain(this.output);
  }

  /** Takes out the operations that `isMeant`, in order. */
  take(isMeant: (operation: Operation) => boolean): Operation[] {
    const taken = [...this.input, ...this.output].filter(isMeant);
    for (const queue of [this.input, this.output]) {
      const left = queue.filter((operation) => !isMeant(operation));
      queue.length = 0;
      queue.push(...left);
    }
    return taken;
  }
}

function drain(queue: Operation[]): void {
  while (queue.length > 0) {
    const operation = queue[0];
    const code = operation.attempt(operation);
    if (code === WSAEWOULDBLOCK) return;
    queue.shift();
    if (code !== MOVED) complete(operation, code, false);
  }
}

/**
 * Starts an overlapped operation, and does it at once if nothing is ahead of it. 0 when it succeeded; SOCKET_ERROR with
 * WSA_IO_PENDING, or with another code when nothing was started.
 */
export function start(
  socket: Socket,
  operation: Operation,
  events: number,
  lpBytes: Ref<number> | null,
  lpErrno: LPINT,
): number {
  const { tcp } = operation;
  socket.pending ??= new Pending();
  const queue = socket.pending.queue(events);
  begin(operation);
  const code = queue.length > 0 ? WSAEWOULDBLOCK : operation.attempt(operation);
  if (code === WSAEWOULDBLOCK || code === MOVED) {
    if (code !== MOVED) queue.push(operation);
    tcp.handles.pended?.(operation.s);
    tcp.watch(socket);
    if ((socket.flags & WSA_FLAG_OVERLAPPED) !== 0) return fail(lpErrno, WSA_IO_PENDING);
    return awaitEnd(socket, operation, lpBytes, lpErrno);
  }
  if (code !== 0) {
    tcp.handles.finish(operation.overlapped, code, 0, 0);
    return fail(lpErrno, code);
  }
  if (lpBytes !== null && lpBytes !== undefined) lpBytes.value = operation.bytes;
  complete(operation, 0, true);
  return 0;
}

/**
 * Waits for an operation of a socket without the overlapped attribute: the call blocks, be the socket blocking or not.
 * Source: oracle WSARecv-13.
 */
function awaitEnd(socket: Socket, operation: Operation, lpBytes: Ref<number> | null, lpErrno: LPINT): number {
  const { tcp, s, overlapped } = operation;
  const isDone = () => overlapped.Internal !== WSS_OPERATION_IN_PROGRESS;
  const code = tcp.imports.wait({ ready: isDone }, -1);
  if (code !== 0) abortPending(socket, tcp, s, overlapped);
  const outcome = code || tcp.handles.codeOf(overlapped);
  if (outcome !== 0) return fail(lpErrno, outcome);
  if (lpBytes !== null && lpBytes !== undefined) lpBytes.value = operation.bytes;
  return 0;
}

/** Ends the operations that were asked for through one handle: all, or the one of an overlapped. How many there were. */
export function abortPending(socket: Socket, tcp: Tcpip, s: SOCKET, overlapped: WSAOVERLAPPED | null): number {
  if (socket.pending === null) return 0;
  const taken = socket.pending.take(
    (one) => one.tcp === tcp && one.s === s && (overlapped === null || one.overlapped === overlapped),
  );
  for (const operation of taken) complete(operation, WSA_OPERATION_ABORTED, false);
  return taken.length;
}

/** Ends all operations of a process without telling anybody: ws2 is going down. */
export function dropPending(socket: Socket, tcp: Tcpip): void {
  const taken = socket.pending?.take((one) => one.tcp === tcp) ?? [];
  for (const { overlapped } of taken) tcp.handles.finish(overlapped, WSA_OPERATION_ABORTED, 0, 0);
}
