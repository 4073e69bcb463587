import {
  FD_WRITE,
  isRef,
  type LPINT,
  type LPWSAOVERLAPPED_COMPLETION_ROUTINE,
  MSG_DONTROUTE,
  MSG_PARTIAL,
  MSG_PEEK,
  MSG_WAITALL,
  type Ref,
  SOCKET_ERROR,
  setErrno,
  type WSABUF,
  WSAEFAULT,
  WSAEINVAL,
  WSAEOPNOTSUPP,
  WSAESHUTDOWN,
  WSAEWOULDBLOCK,
  type WSAOVERLAPPED,
  type WSATHREADID,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import type { OverlappedCall } from "../kit/operation.js";
import { checkBuffers, copyOut, totalLength } from "./buffers.js";
import type { Stream } from "./stream.js";
import type { StreamOperation } from "./stream-operations.js";
import type { Streams } from "./streams.js";

type TransferSlot = "WSPSend" | "WSPSendTo" | "WSPRecv" | "WSPRecvFrom";

/**
 * The flags of a send. MSG_OOB is not supported: urgent data would bypass the filter.
 */
const SEND_FLAGS = MSG_DONTROUTE | MSG_PARTIAL;
const RECEIVE_FLAGS = MSG_PEEK | MSG_PARTIAL | MSG_WAITALL;

/** The slots that transfer data, through the filter. On a stream, addresses are ignored. */
export function transferStreams(streams: Streams, pass: WSPPROC_TABLE): Pick<WSPPROC_TABLE, TransferSlot> {
  return {
    WSPSend(s, buffers, count, sent, flags, overlapped, routine, thread, lpErrno) {
      const stream = streams.filtered(s);
      return stream === null
        ? pass.WSPSend(s, buffers, count, sent, flags, overlapped, routine, thread, lpErrno)
        : send(stream, buffers, count, sent, flags, callOf(overlapped, routine, thread), lpErrno);
    },
    WSPSendTo(s, buffers, count, sent, flags, to, tolen, overlapped, routine, thread, lpErrno) {
      const stream = streams.filtered(s);
      return stream === null
        ? pass.WSPSendTo(s, buffers, count, sent, flags, to, tolen, overlapped, routine, thread, lpErrno)
        : send(stream, buffers, count, sent, flags, callOf(overlapped, routine, thread), lpErrno);
    },
    WSPRecv(s, buffers, count, received, flags, overlapped, routine, thread, lpErrno) {
      const stream = streams.filtered(s);
      return stream === null
        ? pass.WSPRecv(s, buffers, count, received, flags, overlapped, routine, thread, lpErrno)
        : receive(stream, buffers, count, received, flags, callOf(overlapped, routine, thread), lpErrno);
    },
    WSPRecvFrom(s, buffers, count, received, flags, from, fromlen, overlapped, routine, thread, lpErrno) {
      const stream = streams.filtered(s);
      return stream === null
        ? pass.WSPRecvFrom(s, buffers, count, received, flags, from, fromlen, overlapped, routine, thread, lpErrno)
        : receive(stream, buffers, count, received, flags, callOf(overlapped, routine, thread), lpErrno);
    },
  };
}

/** Returns the overlapped parameters of a slot as one object; null for a call without an overlapped structure. */
function callOf(
  overlapped: WSAOVERLAPPED | null | undefined,
  routine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null | undefined,
  thread: WSATHREADID | null,
): OverlappedCall | null {
  return overlapped === null || overlapped === undefined ? null : { overlapped, routine: routine ?? null, thread };
}

function send(
  stream: Stream,
  buffers: WSABUF[],
  count: number,
  lpSent: Ref<number> | null,
  flags: number,
  call: OverlappedCall | null,
  lpErrno: LPINT,
): number {
  const code =
    checkPlace(lpSent, call !== null) ||
    (stream.sendIsShut ? WSAESHUTDOWN : 0) ||
    checkFlags(flags, SEND_FLAGS) ||
    stream.failure ||
    checkBuffers(buffers, count);
  if (code !== 0) return fail(lpErrno, code);
  const { operations } = stream;
  if (call !== null) return start(stream, operations.sends, begun(call, buffers, count, flags), lpSent, lpErrno);
  const result = sendPlain(stream, buffers, count);
  stream.flush();
  if (result < 0) return fail(lpErrno, -result);
  if (result > 0) stream.layer.observers.sent?.(stream.socket, result);
  (lpSent as Ref<number>).value = result;
  return 0;
}

function receive(
  stream: Stream,
  buffers: WSABUF[],
  count: number,
  lpReceived: Ref<number> | null,
  lpFlags: Ref<number> | null,
  call: OverlappedCall | null,
  lpErrno: LPINT,
): number {
  const code =
    ((lpReceived === null || isRef(lpReceived)) && isRef(lpFlags) ? 0 : WSAEFAULT) ||
    (stream.receiveIsShut ? WSAESHUTDOWN : 0) ||
    checkFlags((lpFlags as Ref<number>).value, RECEIVE_FLAGS) ||
    checkAll(stream, (lpFlags as Ref<number>).value) ||
    checkBuffers(buffers, count);
  if (code !== 0) return fail(lpErrno, code);
  const flags = lpFlags as Ref<number>;
  const { operations } = stream;
  if (call !== null) {
    return start(stream, operations.receives, begun(call, buffers, count, flags.value), lpReceived, lpErrno);
  }
  const result = receivePlain(stream, buffers.length === count ? buffers : buffers.slice(0, count), flags.value);
  stream.events.received();
  // received bytes make room for more
  stream.advance();
  if (result < 0) return fail(lpErrno, -result);
  stream.layer.observers.received?.(stream.socket, result);
  flags.value = 0;
  if (lpReceived !== null) lpReceived.value = result;
  return 0;
}

/**
 * Checks MSG_WAITALL: it cannot be combined with MSG_PEEK or MSG_PARTIAL, nor used on a non-blocking stream. Returns 0
 * or the code.
 */
function checkAll(stream: Stream, flags: number): number {
  if ((flags & MSG_WAITALL) === 0) return 0;
  return stream.isNonBlocking || (flags & (MSG_PEEK | MSG_PARTIAL)) !== 0 ? WSAEOPNOTSUPP : 0;
}

/**
 * Passes the buffers to the filter: all bytes, or on a non-blocking stream as many as it accepts at once. Returns the
 * number of bytes, or a negative code.
 */
function sendPlain(stream: Stream, buffers: readonly WSABUF[], count: number): number {
  let sent = 0;
  for (let i = 0; i < count; i++) {
    const { buf, off, len } = buffers[i];
    for (let done = 0; done < len; ) {
      const code = awaitRoom(stream);
      if (code !== 0) return sent > 0 ? sent : -code;
      const part = stream.give(buf as Uint8Array, off + done, len - done);
      done += part;
      sent += part;
      stream.advance();
    }
  }
  return stream.failure !== 0 ? -stream.failure : sent;
}

function awaitRoom(stream: Stream): number {
  if (stream.isWritable) return stream.failure;
  if (stream.isNonBlocking) {
    stream.look();
    if (stream.isWritable) return stream.failure;
    stream.events.rearm(FD_WRITE);
    return WSAEWOULDBLOCK;
  }
  return stream.wait({ ready: () => stream.isWritable }, stream.sendTimeout || -1) || stream.failure;
}

/**
 * Receives the data that has arrived; with MSG_WAITALL, waits until the buffers are full. Returns the number of bytes,
 * or a negative code.
 */
function receivePlain(stream: Stream, buffers: readonly WSABUF[], flags: number): number {
  const total = totalLength(buffers, buffers.length);
  const peeks = (flags & MSG_PEEK) !== 0;
  const enough = (flags & MSG_WAITALL) !== 0 ? total : 1;
  let received = 0;
  if (total === 0) return 0 - awaitInput(stream);
  for (;;) {
    const code = awaitInput(stream);
    if (code !== 0) return received > 0 ? received : -code;
    const copied = copyOut(stream.incoming, buffers, received);
    if (!peeks) stream.incoming.drop(copied);
    received += copied;
    if (received >= enough || (copied === 0 && stream.hasEnded)) return received;
    if (copied === 0 && stream.failure !== 0) return received > 0 ? received : -stream.failure;
  }
}

/**
 * Waits until the overlapped receives that were started earlier have ended, and until there is something to receive.
 * Returns 0 or the code.
 */
function awaitInput(stream: Stream): number {
  const { receives } = stream.operations;
  const input = { ready: () => receives.length === 0 && stream.isReadable };
  if (receives.length === 0) stream.pull();
  if (input.ready()) return 0;
  if (!stream.isNonBlocking) return stream.waitForInput(input, stream.receiveTimeout || -1);
  stream.look();
  return input.ready() ? 0 : WSAEWOULDBLOCK;
}

/** Makes an operation that is not started yet, with copies of the caller's WSABUFs. */
function begun(call: OverlappedCall, buffers: WSABUF[], count: number, flags: number): StreamOperation {
  const kept = buffers.slice(0, count).map((buffer) => ({ ...buffer }));
  return { ...call, buffers: kept, flags, bytes: 0, hasStarted: false };
}

function start(
  stream: Stream,
  queue: StreamOperation[],
  operation: StreamOperation,
  lpBytes: Ref<number> | null,
  lpErrno: LPINT,
): number {
  if (typeof operation.overlapped !== "object") return fail(lpErrno, WSAEFAULT);
  const code = stream.operations.start(queue, operation);
  if (code !== 0) return fail(lpErrno, code);
  if (lpBytes !== null) lpBytes.value = operation.bytes;
  return 0;
}

function checkPlace(lpBytes: Ref<number> | null, isOverlapped: boolean): number {
  return isRef(lpBytes) || (lpBytes === null && isOverlapped) ? 0 : WSAEFAULT;
}

function checkFlags(flags: unknown, known: number): number {
  if (typeof flags !== "number") return WSAEINVAL;
  return (flags & ~known) !== 0 ? WSAEOPNOTSUPP : 0;
}

function fail(lpErrno: LPINT, code: number): number {
  setErrno(lpErrno, code);
  return SOCKET_ERROR;
}
