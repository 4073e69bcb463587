import { type Pointer, type Ref, type SOCKET, SOCKET_ERROR } from "@ws2kit/spi";
import type { Api } from "./call.js";

/*
 * The data calls. Their guards are written out: no rest arguments, closures or objects made on the way down, and one
 * kept frame for the buffer and the out parameters.
 */

/**
 * Sends `len` bytes of `buf` from `off`. The bytes taken, perhaps fewer on a non-blocking stream, or SOCKET_ERROR with
 * WSAENOTCONN, WSAEWOULDBLOCK, WSAESHUTDOWN, WSAECONNRESET, WSAECONNABORTED, WSAEMSGSIZE, WSAEFAULT, WSAEINVAL,
 * WSAEOPNOTSUPP, WSAENOBUFS, WSAEACCES, WSAETIMEDOUT, WSAEINTR, WSAEINPROGRESS, WSAENETDOWN, WSAENOTSOCK.
 *
 * @param flags MSG_OOB, MSG_DONTROUTE
 * Source: reference §1 slot 23.
 */
export const send: Api<(s: SOCKET, buf: Pointer, len: number, flags: number, off?: number) => number> =
  (process) =>
  (s, buf, len, flags, off = 0) => {
    const socket = process.socketOf(s);
    if (socket === null) return SOCKET_ERROR;
    const frame = process.enter("send", socket.provider, "WSPSend");
    const { buffer } = frame;
    buffer.buf = buf;
    buffer.len = len;
    buffer.off = off;
    let result = SOCKET_ERROR;
    try {
      result = socket.provider.slots.WSPSend(s, frame.buffers, 1, frame.bytes, flags, null, null, null, frame.errno);
    } catch (error) {
      process.containSlot(error, frame);
    }
    return process.leaveCount(frame, result, frame.bytes.value, "bytesSent");
  };

/**
 * Receives up to `len` bytes into `buf` at `off`. The bytes received, 0 at the end of a stream, or SOCKET_ERROR with
 * WSAENOTCONN, WSAEWOULDBLOCK, WSAESHUTDOWN, WSAECONNRESET, WSAECONNABORTED, WSAEMSGSIZE (a datagram was longer: its
 * beginning is there, its rest is gone), WSAEFAULT, WSAEINVAL, WSAEOPNOTSUPP, WSAETIMEDOUT, WSAEINTR, WSAEINPROGRESS,
 * WSAENETDOWN, WSAENOTSOCK.
 *
 * @param flags MSG_PEEK, MSG_OOB, MSG_WAITALL
 * Source: reference §1 slot 19.
 */
export const recv: Api<(s: SOCKET, buf: Pointer, len: number, flags: number, off?: number) => number> =
  (process) =>
  (s, buf, len, flags, off = 0) => {
    const socket = process.socketOf(s);
    if (socket === null) return SOCKET_ERROR;
    const frame = process.enter("recv", socket.provider, "WSPRecv");
    const { buffer } = frame;
    buffer.buf = buf;
    buffer.len = len;
    buffer.off = off;
    frame.flags.value = flags;
    let result = SOCKET_ERROR;
    try {
      result = socket.provider.slots.WSPRecv(
        s,
        frame.buffers,
        1,
        frame.bytes,
        frame.flags,
        null,
        null,
        null,
        frame.errno,
      );
    } catch (error) {
      process.containSlot(error, frame);
    }
    return process.leaveCount(frame, result, frame.bytes.value, "bytesReceived");
  };

/** As `send`, to the address `to` of `tolen` bytes; on a connected stream the address counts for nothing. */
export const sendto: Api<
  (s: SOCKET, buf: Pointer, len: number, flags: number, to: Pointer, tolen: number, off?: number) => number
> =
  (process) =>
  (s, buf, len, flags, to, tolen, off = 0) => {
    const socket = process.socketOf(s);
    if (socket === null) return SOCKET_ERROR;
    const frame = process.enter("sendto", socket.provider, "WSPSendTo");
    const { buffer } = frame;
    buffer.buf = buf;
    buffer.len = len;
    buffer.off = off;
    let result = SOCKET_ERROR;
    try {
      result = socket.provider.slots.WSPSendTo(
        s,
        frame.buffers,
        1,
        frame.bytes,
        flags,
        to,
        tolen,
        null,
        null,
        null,
        frame.errno,
      );
    } catch (error) {
      process.containSlot(error, frame);
    }
    return process.leaveCount(frame, result, frame.bytes.value, "bytesSent");
  };

/** As `recv`; `from`, if not null, receives the sender's address and `fromlen` its length. */
export const recvfrom: Api<
  (
    s: SOCKET,
    buf: Pointer,
    len: number,
    flags: number,
    from: Pointer,
    fromlen: Ref<number> | null,
    off?: number,
  ) => number
> =
  (process) =>
  (s, buf, len, flags, from, fromlen, off = 0) => {
    const socket = process.socketOf(s);
    if (socket === null) return SOCKET_ERROR;
    const frame = process.enter("recvfrom", socket.provider, "WSPRecvFrom");
    const { buffer } = frame;
    buffer.buf = buf;
    buffer.len = len;
    buffer.off = off;
    frame.flags.value = flags;
    let result = SOCKET_ERROR;
    try {
      result = socket.provider.slots.WSPRecvFrom(
        s,
        frame.buffers,
        1,
        frame.bytes,
        frame.flags,
        from,
        fromlen,
        null,
        null,
        null,
        frame.errno,
      );
    } catch (error) {
      process.containSlot(error, frame);
    }
    return process.leaveCount(frame, result, frame.bytes.value, "bytesReceived");
  };
