import { unlessFault } from "@ws2kit/core";
import {
  INVALID_SOCKET,
  type LPINT,
  READY_END,
  READY_ERR,
  READY_HUP,
  READY_IN,
  READY_OUT,
  READY_PRI,
  type Ref,
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
/** The READY_* that a receive of urgent data waits for. */
const URGENT = READY_PRI | READY_END;

/** The overlapped operations of a socket that wait for the network, in the order in which they were started. */
export class Pending {
  readonly input: Operation[] = [];
  readonly output: Operation[] = [];
  /** Receives of urgent data. Other data neither completes nor wakes them. */
  readonly urgent: Operation[] = [];
  /** Operations that wait in the queue of their second socket. */
  readonly moved: Operation[] = [];
  /** Operations that wait for a change of the machine's addresses or routes. The network never completes them. */
  readonly idle: Operation[] = [];

  /** The READY_* that the operations wait for. */
  get events(): number {
    return (
      (this.input.length > 0 ? READY_IN : 0) |
      (this.output.length > 0 ? READY_OUT : 0) |
      (this.urgent.length > 0 ? URGENT : 0)
    );
  }

  queue(events: number): Operation[] {
    return events === READY_IN ? this.input : events === READY_PRI ? this.urgent : this.output;
  }

  /** Continues the operations that the network is ready for. */
  notify(bits: number): void {
    if ((bits & (READY_IN | ENDED)) !== 0) drain(this.input);
    if ((bits & (READY_OUT | ENDED)) !== 0) drain(this.output);
    if ((bits & (URGENT | ENDED)) === 0) return;
    drain(this.urgent);
    // no urgent data follows the end of a stream
    if ((bits & (READY_END | ENDED)) !== 0)
      for (const one of this.urgent.splice(0)) complete(one, one.socket.ending, false);
  }

  /**
   * All operations of calls, in order. A shutdown that waits behind sends belongs to no call, and is not among them.
   */
  get all(): Operation[] {
    return [...this.input, ...this.output, ...this.urgent, ...this.moved, ...this.idle].filter(
      ({ s }) => s !== INVALID_SOCKET,
    );
  }

  /** Removes an operation from the queues. */
  remove(operation: Operation): void {
    for (const queue of [this.input, this.output, this.urgent, this.moved, this.idle]) {
      const at = queue.indexOf(operation);
      if (at >= 0) queue.splice(at, 1);
    }
  }
}

function drain(queue: Operation[]): void {
  while (queue.length > 0) {
    const operation = queue[0];
    const code = operation.attempt(operation);
    if (code === WSAEWOULDBLOCK) return;
    queue.shift();
    if (code === MOVED) operation.socket.pending?.moved.push(operation);
    else complete(operation, code, false);
  }
}

/**
 * Starts an overlapped operation, and attempts it at once if no operation is ahead of it. Returns 0 if it succeeded;
 * SOCKET_ERROR with WSA_IO_PENDING if it waits; SOCKET_ERROR with another code if it was not started.
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
  if (code === WSAEWOULDBLOCK) {
    queue.push(operation);
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
 * Waits until an operation has completed, for a call that returns its outcome: for example on a socket without the
 * overlapped attribute. The call blocks even on a non-blocking socket. Source: oracle WSARecv-13.
 */
export function awaitEnd(socket: Socket, operation: Operation, lpBytes: Ref<number> | null, lpErrno: LPINT): number {
  const { tcp, overlapped } = operation;
  const isDone = () => overlapped.Internal !== WSS_OPERATION_IN_PROGRESS;
  let code = WSA_OPERATION_ABORTED;
  try {
    code = tcp.imports.wait({ ready: isDone }, -1);
  } finally {
    // also if an exception of the application passes through the wait
    if (code !== 0) abortPending(socket, tcp, overlapped);
  }
  const outcome = code || tcp.handles.codeOf(overlapped);
  if (outcome !== 0) return fail(lpErrno, outcome);
  if (lpBytes !== null && lpBytes !== undefined) lpBytes.value = operation.bytes;
  return 0;
}

/**
 * Cancels a process's operations on a socket: all, or the operation of one overlapped structure. Returns how many there
 * were.
 */
export function abortPending(socket: Socket, tcp: Tcpip, overlapped: WSAOVERLAPPED | null): number {
  const isMeant = (one: Operation) => one.tcp === tcp && (overlapped === null || one.overlapped === overlapped);
  return abort(socket.pending?.all.filter(isMeant) ?? []);
}

/**
 * Cancels every operation on a socket that closes, of every process, and the operation that holds the socket.
 */
export function abortAll(socket: Socket): void {
  abort(socket.pending?.all ?? []);
  if (socket.holder !== undefined) abort([socket.holder]);
}

function abort(operations: readonly Operation[]): number {
  for (const operation of operations) {
    operation.socket.pending?.remove(operation);
    complete(operation, WSA_OPERATION_ABORTED, false);
  }
  return operations.length;
}

/** Whether a process has operations under way on a socket. */
export function hasPending(socket: Socket, tcp: Tcpip): boolean {
  return socket.pending?.all.some((one) => one.tcp === tcp) ?? false;
}

/** Ends all operations of a process without notification: the process has called its last WSACleanup. */
export function dropPending(socket: Socket, tcp: Tcpip): void {
  for (const operation of socket.pending?.all ?? []) {
    if (operation.tcp !== tcp) continue;
    operation.socket.pending?.remove(operation);
    operation.release?.();
    unlessFault(() => tcp.handles.finish(operation.overlapped, WSA_OPERATION_ABORTED, 0, 0), undefined);
  }
}
