import {
  MSG_PEEK,
  MSG_WAITALL,
  WSA_IO_PENDING,
  WSA_OPERATION_ABORTED,
  type WSABUF,
  WSAEWOULDBLOCK,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import { abandon, begin, end, type OverlappedCall } from "../kit/operation.js";
import { copyOut, totalLength } from "./buffers.js";
import type { Stream } from "./stream.js";

/** An overlapped operation of the application on a filtered stream. */
export interface StreamOperation extends OverlappedCall {
  /** The caller's WSABUFs, copied. */
  readonly buffers: readonly WSABUF[];
  readonly flags: number;
  /** The number of bytes transferred so far. */
  bytes: number;
  /**
   * Whether the call that started the operation has returned. Before that no end is reported, because the caller does
   * not know yet whether the operation has started.
   */
  hasStarted: boolean;
  /** The code of an operation that ended before its call returned. */
  outcome?: number;
}

/** The overlapped operations of one stream: for each direction a list, in the order in which they were started. */
export class StreamOperations {
  readonly receives: StreamOperation[] = [];
  readonly sends: StreamOperation[] = [];

  constructor(readonly stream: Stream) {}

  /** Whether a waiting send can continue. */
  get canSend(): boolean {
    return this.sends.length > 0 && (this.stream.hasRoom || this.stream.failure !== 0);
  }

  /**
   * Starts an operation, and performs it at once if it is the first in its list. Returns 0, WSA_IO_PENDING or the code.
   */
  start(queue: StreamOperation[], operation: StreamOperation): number {
    const { stream } = this;
    if (stream.isChoked) stream.look();
    begin(stream.layer, operation.overlapped, operation.routine);
    if (queue === this.receives && queue.length === 0) stream.pull();
    const code = queue.length > 0 ? WSAEWOULDBLOCK : this.#attempt(queue, operation);
    if (code === WSAEWOULDBLOCK) {
      queue.push(operation);
      stream.layer.makeCancellable(stream.socket);
    } else if (code !== 0) operation.overlapped.Internal = code;
    // the bytes that were transferred make room for more
    stream.advance();
    stream.flush();
    operation.hasStarted = true;
    const outcome = code === 0 ? 0 : operation.outcome;
    if (outcome !== undefined) this.#end(queue, operation, outcome, code === 0);
    return code === WSAEWOULDBLOCK ? WSA_IO_PENDING : code;
  }

  /** Cancels the operation of `lpOverlapped`, or all with `null`. Returns how many there were. */
  cancel(lpOverlapped: WSAOVERLAPPED | null): number {
    let count = 0;
    for (const queue of [this.receives, this.sends]) {
      const meant = queue.filter(({ overlapped }) => (lpOverlapped ?? overlapped) === overlapped);
      count += meant.length;
      for (const operation of meant) {
        queue.splice(queue.indexOf(operation), 1);
        this.#end(queue, operation, WSA_OPERATION_ABORTED, false);
      }
    }
    if (count > 0) this.stream.advance();
    return count;
  }

  /** Continues the operations that can continue. */
  advance(): void {
    this.#drain(this.receives);
    this.#drain(this.sends);
  }

  /** Ends all operations with WSA_OPERATION_ABORTED, because their socket is closed. */
  abort(): void {
    for (const queue of [this.receives, this.sends]) {
      for (const operation of queue.splice(0)) this.#end(queue, operation, WSA_OPERATION_ABORTED, false);
    }
  }

  /** Ends all operations without a report, because the layer ends. */
  abandon(): void {
    for (const queue of [this.receives, this.sends]) {
      for (const { overlapped } of queue.splice(0)) abandon(overlapped);
    }
  }

  #drain(queue: StreamOperation[]): void {
    while (queue.length > 0) {
      const code = this.#attempt(queue, queue[0]);
      if (code === WSAEWOULDBLOCK) return;
      this.#end(queue, queue.shift() as StreamOperation, code, false);
    }
  }

  #attempt(queue: StreamOperation[], operation: StreamOperation): number {
    return queue === this.receives ? this.#receive(operation) : this.#send(operation);
  }

  #receive(operation: StreamOperation): number {
    const { stream } = this;
    const { buffers, flags } = operation;
    const total = totalLength(buffers, buffers.length);
    const copied = copyOut(stream.incoming, buffers, operation.bytes);
    operation.bytes += copied;
    if ((flags & MSG_PEEK) === 0) stream.incoming.drop(copied);
    if (copied > 0) stream.events.received();
    // the operation reports the bytes that it has received; the next call reports the failure
    const waitsForAll = (flags & MSG_WAITALL) !== 0 && operation.bytes < total && stream.failure === 0;
    if (operation.bytes > 0 && !waitsForAll) return 0;
    if (stream.incoming.length > 0 || stream.hasEnded) return 0;
    return stream.failure || WSAEWOULDBLOCK;
  }

  #send(operation: StreamOperation): number {
    const { stream } = this;
    let before = 0;
    for (const { buf, off, len } of operation.buffers) {
      while (operation.bytes < before + len) {
        if (stream.failure !== 0) return stream.failure;
        if (!stream.hasRoom) return WSAEWOULDBLOCK;
        const done = operation.bytes - before;
        operation.bytes += stream.give(buf as Uint8Array, off + done, len - done);
      }
      before += len;
    }
    return stream.failure;
  }

  #end(queue: StreamOperation[], operation: StreamOperation, code: number, isImmediate: boolean): void {
    if (!operation.hasStarted) {
      operation.outcome = code;
      return;
    }
    const { layer, socket } = this.stream;
    const { overlapped, bytes } = operation;
    const direction = queue === this.receives ? "received" : "sent";
    if (code === 0) layer.observers[direction]?.(socket, bytes);
    layer.observers.ended?.(socket, overlapped, code, bytes);
    end(layer, socket, operation, code, bytes, 0, isImmediate);
  }
}
