import { type Pointer, type Ref, type SOCKET, SOCKET_ERROR } from "@ws2kit/spi";
import type { Api } from "./call.js";

/*
 * The data calls. Their guards are written out for speed: they use no rest arguments, make no closures or objects, and
 * reuse one frame for the buffer and the out parameters.
 */

/**
 * Sends bytes to a socket's peer. A non-blocking stream may send fewer bytes than `len`.
 *
 * Codes: WSAENOTCONN, WSAEWOULDBLOCK, WSAESHUTDOWN, WSAECONNRESET, WSAECONNABORTED, WSAEMSGSIZE, WSAEFAULT, WSAEINVAL,
 * WSAEOPNOTSUPP, WSAENOBUFS, WSAEACCES, WSAETIMEDOUT, WSAEINTR, WSAEINPROGRESS, WSAENETDOWN, WSAENOTSOCK. Source:
 * reference §1 slot 23.
 *
 * @param buf the bytes
 * @param len how many bytes to send
 * @param flags MSG_OOB, MSG_DONTROUTE, or 0
 * @param off where in `buf` the bytes begin, 0 by default
 * @returns the number of bytes sent, or SOCKET_ERROR
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
 * Receives bytes from a socket. If a datagram is longer than `len`, its first `len` bytes are received, the rest is
 * discarded, and the call fails with WSAEMSGSIZE.
 *
 * Codes: WSAENOTCONN, WSAEWOULDBLOCK, WSAESHUTDOWN, WSAECONNRESET, WSAECONNABORTED, WSAEMSGSIZE, WSAEFAULT, WSAEINVAL,
 * WSAEOPNOTSUPP, WSAETIMEDOUT, WSAEINTR, WSAEINPROGRESS, WSAENETDOWN, WSAENOTSOCK. Source: reference §1 slot 19.
 *
 * @param buf receives the bytes, from `off` on
 * @param len the most bytes to receive
 * @param flags MSG_PEEK, MSG_OOB, MSG_WAITALL, or 0
 * @param off where in `buf` the bytes begin, 0 by default
 * @returns the number of bytes received, 0 at the end of a stream, or SOCKET_ERROR
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

/**
 * Sends a datagram to an address. A connected stream ignores the address.
 *
 * Codes: WSAEADDRNOTAVAIL, WSAEAFNOSUPPORT, WSAEDESTADDRREQ (no address and no peer), WSAENETUNREACH, WSAENOTCONN,
 * WSAEWOULDBLOCK, WSAESHUTDOWN, WSAECONNRESET, WSAECONNABORTED, WSAEMSGSIZE, WSAEFAULT, WSAEINVAL, WSAEOPNOTSUPP,
 * WSAENOBUFS, WSAEACCES, WSAETIMEDOUT, WSAEINTR, WSAEINPROGRESS, WSAENETDOWN, WSAENOTSOCK. Source: reference §1 slot
 * 25.
 *
 * @param buf the bytes
 * @param len how many bytes to send
 * @param flags MSG_DONTROUTE, or 0
 * @param to the address in Winsock's layout: family (2 bytes, little-endian), port (2, big-endian), then the address;
 * `sockaddr_in` makes one
 * @param tolen length of the address in bytes: 16 for IPv4, 28 for IPv6
 * @param off where in `buf` the bytes begin, 0 by default
 * @returns the number of bytes sent, or SOCKET_ERROR
 */
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

/**
 * Receives a datagram and the address of its sender.
 *
 * Codes: WSAENOTCONN, WSAEWOULDBLOCK, WSAESHUTDOWN, WSAECONNRESET, WSAECONNABORTED, WSAEMSGSIZE, WSAEFAULT, WSAEINVAL,
 * WSAEOPNOTSUPP, WSAETIMEDOUT, WSAEINTR, WSAEINPROGRESS, WSAENETDOWN, WSAENOTSOCK. Source: reference §1 slot 21.
 *
 * @param buf receives the bytes, from `off` on
 * @param len the most bytes to receive
 * @param flags MSG_PEEK, MSG_OOB, or 0
 * @param from receives the sender's address; may be null
 * @param fromlen holds the length of the buffer in bytes, and receives the length of the address; null without `from`
 * @param off where in `buf` the bytes begin, 0 by default
 * @returns the number of bytes received, 0 at the end of a stream, or SOCKET_ERROR
 */
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
