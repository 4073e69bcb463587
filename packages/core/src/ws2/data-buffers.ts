import {
  type LPWSAOVERLAPPED_COMPLETION_ROUTINE,
  type Pointer,
  type Ref,
  type SOCKET,
  SOCKET_ERROR,
  type WSABUF,
  WSAEINVAL,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import type { Api } from "./call.js";

/*
 * The data calls that take lists of buffers, and may be overlapped. Their guards are written out, as those in `data.ts`
 * are.
 */

/**
 * Sends the bytes of several buffers, as one datagram or one run of a stream. WSA_IO_PENDING means that an overlapped
 * send has started.
 *
 * Codes: those of `send`; WSA_IO_PENDING, WSA_OPERATION_ABORTED. Source: reference §1 slot 23, §8.
 *
 * @param lpBuffers the buffers, each `{ len, buf, off }`; the list is copied before the call returns, the bytes are not
 * @param dwBufferCount how many of the buffers to use
 * @param lpNumberOfBytesSent receives the number of bytes, if the operation ends at once; null is allowed with
 * `lpOverlapped`
 * @param dwFlags MSG_OOB, MSG_DONTROUTE, MSG_PARTIAL, or 0
 * @param lpOverlapped null for a call that ends before it returns; otherwise known by identity, in use until the
 * operation ends
 * @param lpCompletionRoutine called with (code, bytes, structure, flags) when the operation ends; null for an event or
 * a port
 * @returns 0, or SOCKET_ERROR
 */
export const WSASend: Api<
  (
    s: SOCKET,
    lpBuffers: WSABUF[],
    dwBufferCount: number,
    lpNumberOfBytesSent: Ref<number> | null,
    dwFlags: number,
    lpOverlapped: WSAOVERLAPPED | null,
    lpCompletionRoutine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null,
  ) => number
> = (process) => (s, lpBuffers, dwBufferCount, lpNumberOfBytesSent, dwFlags, lpOverlapped, lpCompletionRoutine) => {
  const socket = process.socketOf(s);
  if (socket === null) return SOCKET_ERROR;
  if (lpCompletionRoutine && process.machine.ports?.isTied(socket)) return process.fail(WSAEINVAL);
  const frame = process.enter("WSASend", socket.provider, "WSPSend");
  const thread = lpOverlapped === null ? null : process.thread.identity;
  let result = SOCKET_ERROR;
  try {
    result = socket.provider.slots.WSPSend(
      s,
      lpBuffers,
      dwBufferCount,
      lpNumberOfBytesSent,
      dwFlags,
      lpOverlapped,
      process.ownRoutine(lpCompletionRoutine),
      thread,
      frame.errno,
    );
  } catch (error) {
    process.containSlot(error, frame);
  }
  return process.leaveData(frame, result, lpNumberOfBytesSent, "bytesSent");
};

/**
 * Receives into several buffers, one after the other. WSA_IO_PENDING means that an overlapped receive has started.
 *
 * Codes: those of `recv`; WSA_IO_PENDING, WSAEDISCON, WSA_OPERATION_ABORTED. Source: reference §1 slot 19, §8.
 *
 * @param lpBuffers the buffers, each `{ len, buf, off }`; the list is copied before the call returns
 * @param dwBufferCount how many of the buffers to use
 * @param lpNumberOfBytesRecvd receives the number of bytes, if the operation ends at once; null is allowed with
 * `lpOverlapped`. 0 is the end of a stream
 * @param lpFlags holds MSG_PEEK, MSG_OOB, MSG_WAITALL, MSG_PARTIAL or 0, and receives MSG_PARTIAL where a message is
 * incomplete
 * @param lpOverlapped null for a call that ends before it returns; otherwise known by identity, in use until the
 * operation ends
 * @param lpCompletionRoutine called with (code, bytes, structure, flags) when the operation ends; null for an event or
 * a port
 * @returns 0, or SOCKET_ERROR
 */
export const WSARecv: Api<
  (
    s: SOCKET,
    lpBuffers: WSABUF[],
    dwBufferCount: number,
    lpNumberOfBytesRecvd: Ref<number> | null,
    lpFlags: Ref<number>,
    lpOverlapped: WSAOVERLAPPED | null,
    lpCompletionRoutine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null,
  ) => number
> = (process) => (s, lpBuffers, dwBufferCount, lpNumberOfBytesRecvd, lpFlags, lpOverlapped, lpCompletionRoutine) => {
  const socket = process.socketOf(s);
  if (socket === null) return SOCKET_ERROR;
  if (lpCompletionRoutine && process.machine.ports?.isTied(socket)) return process.fail(WSAEINVAL);
  const frame = process.enter("WSARecv", socket.provider, "WSPRecv");
  const thread = lpOverlapped === null ? null : process.thread.identity;
  let result = SOCKET_ERROR;
  try {
    result = socket.provider.slots.WSPRecv(
      s,
      lpBuffers,
      dwBufferCount,
      lpNumberOfBytesRecvd,
      lpFlags,
      lpOverlapped,
      process.ownRoutine(lpCompletionRoutine),
      thread,
      frame.errno,
    );
  } catch (error) {
    process.containSlot(error, frame);
  }
  return process.leaveData(frame, result, lpNumberOfBytesRecvd, "bytesReceived");
};

/**
 * Sends the bytes of several buffers to an address, as one datagram.
 *
 * Codes: those of `sendto`; WSA_IO_PENDING, WSA_OPERATION_ABORTED. Source: reference §1 slot 25.
 *
 * @param lpBuffers the buffers, each `{ len, buf, off }`; the list is copied before the call returns, the bytes are not
 * @param dwBufferCount how many of the buffers to use
 * @param lpNumberOfBytesSent receives the number of bytes, if the operation ends at once; null is allowed with
 * `lpOverlapped`
 * @param dwFlags MSG_DONTROUTE, MSG_PARTIAL, or 0
 * @param lpTo the address in Winsock's layout: family (2 bytes, little-endian), port (2, big-endian), then the address;
 * `sockaddr_in` makes one. Null sends to the peer
 * @param iTolen bytes of the address: 16 for IPv4, 28 for IPv6
 * @param lpOverlapped null for a call that ends before it returns; otherwise known by identity, in use until the
 * operation ends
 * @param lpCompletionRoutine called with (code, bytes, structure, flags) when the operation ends; null for an event or
 * a port
 * @returns 0, or SOCKET_ERROR
 */
export const WSASendTo: Api<
  (
    s: SOCKET,
    lpBuffers: WSABUF[],
    dwBufferCount: number,
    lpNumberOfBytesSent: Ref<number> | null,
    dwFlags: number,
    lpTo: Pointer,
    iTolen: number,
    lpOverlapped: WSAOVERLAPPED | null,
    lpCompletionRoutine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null,
  ) => number
> =
  (process) =>
  (s, lpBuffers, dwBufferCount, lpNumberOfBytesSent, dwFlags, lpTo, iTolen, lpOverlapped, lpCompletionRoutine) => {
    const socket = process.socketOf(s);
    if (socket === null) return SOCKET_ERROR;
    if (lpCompletionRoutine && process.machine.ports?.isTied(socket)) return process.fail(WSAEINVAL);
    const frame = process.enter("WSASendTo", socket.provider, "WSPSendTo");
    const thread = lpOverlapped === null ? null : process.thread.identity;
    let result = SOCKET_ERROR;
    try {
      result = socket.provider.slots.WSPSendTo(
        s,
        lpBuffers,
        dwBufferCount,
        lpNumberOfBytesSent,
        dwFlags,
        lpTo,
        iTolen,
        lpOverlapped,
        process.ownRoutine(lpCompletionRoutine),
        thread,
        frame.errno,
      );
    } catch (error) {
      process.containSlot(error, frame);
    }
    return process.leaveData(frame, result, lpNumberOfBytesSent, "bytesSent");
  };

/**
 * Receives a datagram into several buffers, and the address of its sender. `lpFrom` and `lpFromlen` are written when
 * the operation ends.
 *
 * Codes: those of `recv`; WSA_IO_PENDING, WSA_OPERATION_ABORTED. Source: reference §1 slot 21.
 *
 * @param lpBuffers the buffers, each `{ len, buf, off }`; the list is copied before the call returns
 * @param dwBufferCount how many of the buffers to use
 * @param lpNumberOfBytesRecvd receives the number of bytes, if the operation ends at once; null is allowed with
 * `lpOverlapped`
 * @param lpFlags holds MSG_PEEK, MSG_OOB, MSG_PARTIAL or 0, and receives MSG_PARTIAL where a message is incomplete
 * @param lpFrom receives the sender's address; may be null
 * @param lpFromlen holds the bytes of room in the buffer, and receives the bytes of the address; null without `lpFrom`
 * @param lpOverlapped null for a call that ends before it returns; otherwise known by identity, in use until the
 * operation ends
 * @param lpCompletionRoutine called with (code, bytes, structure, flags) when the operation ends; null for an event or
 * a port
 * @returns 0, or SOCKET_ERROR
 */
export const WSARecvFrom: Api<
  (
    s: SOCKET,
    lpBuffers: WSABUF[],
    dwBufferCount: number,
    lpNumberOfBytesRecvd: Ref<number> | null,
    lpFlags: Ref<number>,
    lpFrom: Pointer,
    lpFromlen: Ref<number> | null,
    lpOverlapped: WSAOVERLAPPED | null,
    lpCompletionRoutine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null,
  ) => number
> =
  (process) =>
  (
    s,
    lpBuffers,
    dwBufferCount,
    lpNumberOfBytesRecvd,
    lpFlags,
    lpFrom,
    lpFromlen,
    lpOverlapped,
    lpCompletionRoutine,
  ) => {
    const socket = process.socketOf(s);
    if (socket === null) return SOCKET_ERROR;
    if (lpCompletionRoutine && process.machine.ports?.isTied(socket)) return process.fail(WSAEINVAL);
    const frame = process.enter("WSARecvFrom", socket.provider, "WSPRecvFrom");
    const thread = lpOverlapped === null ? null : process.thread.identity;
    let result = SOCKET_ERROR;
    try {
      result = socket.provider.slots.WSPRecvFrom(
        s,
        lpBuffers,
        dwBufferCount,
        lpNumberOfBytesRecvd,
        lpFlags,
        lpFrom,
        lpFromlen,
        lpOverlapped,
        process.ownRoutine(lpCompletionRoutine),
        thread,
        frame.errno,
      );
    } catch (error) {
      process.containSlot(error, frame);
    }
    return process.leaveData(frame, result, lpNumberOfBytesRecvd, "bytesReceived");
  };
