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
 * The data calls with lists of buffers, which may be overlapped. As in `data.ts`, each call checks its arguments in its
 * own code, for speed.
 */

/**
 * Sends the bytes of several buffers: as one datagram, or as consecutive bytes of a stream. If an overlapped send has
 * started and not ended, the call fails with WSA_IO_PENDING.
 *
 * Codes: WSA_IO_PENDING, WSA_OPERATION_ABORTED (cancelled, or the socket was closed), WSAENOTCONN, WSAEWOULDBLOCK,
 * WSAESHUTDOWN, WSAECONNRESET, WSAECONNABORTED, WSAEMSGSIZE, WSAEFAULT, WSAEINVAL, WSAEOPNOTSUPP, WSAENOBUFS,
 * WSAEACCES, WSAETIMEDOUT, WSAEINTR, WSAEINPROGRESS, WSAENETDOWN, WSAENOTSOCK. Source: reference §1 slot 23, §8.
 *
 * @param lpBuffers the buffers, each `{ len, buf, off }`. The call copies the list, but not the bytes: do not change
 * these before the operation ends
 * @param dwBufferCount how many of the buffers to use
 * @param lpNumberOfBytesSent receives the number of bytes, if the operation has ended when the call returns; may be
 * null with `lpOverlapped`
 * @param dwFlags MSG_OOB, MSG_DONTROUTE, MSG_PARTIAL, or 0
 * @param lpOverlapped null for a synchronous call. Otherwise the structure of the operation, which is known by
 * identity: do not reuse it before the operation ends
 * @param lpCompletionRoutine called as (code, bytes, structure, flags) when the operation ends; null if an event or a
 * completion port reports the end
 * @returns 0, or SOCKET_ERROR
 *
 * @example Sends a header and a body with one call.
 * ```ts
 * const bytes = ref(0);
 * if (ws2.WSASend(s, [newWSABUF(header), newWSABUF(body)], 2, bytes, 0, null, null) === SOCKET_ERROR) {
 *   machine.platform.log("WSASend:", ws2.WSAGetLastError());
 * }
 * ```
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
 * Receives into several buffers, one after the other. If an overlapped receive has started and not ended, the call
 * fails with WSA_IO_PENDING.
 *
 * Codes: WSA_IO_PENDING, WSA_OPERATION_ABORTED (cancelled, or the socket was closed), WSAEDISCON, WSAENOTCONN,
 * WSAEWOULDBLOCK, WSAESHUTDOWN, WSAECONNRESET, WSAECONNABORTED, WSAEMSGSIZE, WSAEFAULT, WSAEINVAL, WSAEOPNOTSUPP,
 * WSAETIMEDOUT, WSAEINTR, WSAEINPROGRESS, WSAENETDOWN, WSAENOTSOCK. Source: reference §1 slot 19, §8.
 *
 * @param lpBuffers the buffers to fill, each `{ len, buf, off }`; the call copies the list
 * @param dwBufferCount how many of the buffers to use
 * @param lpNumberOfBytesRecvd receives the number of bytes, if the operation has ended when the call returns; may be
 * null with `lpOverlapped`. 0 is the end of a stream
 * @param lpFlags holds MSG_PEEK, MSG_OOB, MSG_WAITALL, MSG_PARTIAL or 0, and receives MSG_PARTIAL if the message is
 * incomplete
 * @param lpOverlapped null for a synchronous call. Otherwise the structure of the operation, which is known by
 * identity: do not reuse it before the operation ends
 * @param lpCompletionRoutine called as (code, bytes, structure, flags) when the operation ends; null if an event or a
 * completion port reports the end
 * @returns 0, or SOCKET_ERROR
 *
 * @example Receives at most 512 bytes, and waits for them by an event.
 * ```ts
 * const [bytes, flags] = [ref(0), ref(0)];
 * const overlapped = newWSAOVERLAPPED(ws2.WSACreateEvent());
 * const result = ws2.WSARecv(s, [newWSABUF(new Uint8Array(512))], 1, bytes, flags, overlapped, null);
 * if (result === 0 || ws2.WSAGetLastError() === WSA_IO_PENDING) {
 *   ws2.WSAGetOverlappedResult(s, overlapped, bytes, true, flags);
 * }
 * ```
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
 * Codes: WSA_IO_PENDING, WSA_OPERATION_ABORTED (cancelled, or the socket was closed), WSAEADDRNOTAVAIL,
 * WSAEAFNOSUPPORT, WSAEDESTADDRREQ (no address and no peer), WSAENETUNREACH, WSAENOTCONN, WSAEWOULDBLOCK, WSAESHUTDOWN,
 * WSAECONNRESET, WSAECONNABORTED, WSAEMSGSIZE, WSAEFAULT, WSAEINVAL, WSAEOPNOTSUPP, WSAENOBUFS, WSAEACCES,
 * WSAETIMEDOUT, WSAEINTR, WSAEINPROGRESS, WSAENETDOWN, WSAENOTSOCK. Source: reference §1 slot 25.
 *
 * @param lpBuffers the buffers, each `{ len, buf, off }`. The call copies the list, but not the bytes: do not change
 * these before the operation ends
 * @param dwBufferCount how many of the buffers to use
 * @param lpNumberOfBytesSent receives the number of bytes, if the operation has ended when the call returns; may be
 * null with `lpOverlapped`
 * @param dwFlags MSG_DONTROUTE, MSG_PARTIAL, or 0
 * @param lpTo the address in Winsock's layout: family (2 bytes, little-endian), port (2, big-endian), then the address;
 * `sockaddr_in` makes one. Null sends to the peer
 * @param iTolen length of the address in bytes: 16 for IPv4, 28 for IPv6
 * @param lpOverlapped null for a synchronous call. Otherwise the structure of the operation, which is known by
 * identity: do not reuse it before the operation ends
 * @param lpCompletionRoutine called as (code, bytes, structure, flags) when the operation ends; null if an event or a
 * completion port reports the end
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
 * Codes: WSA_IO_PENDING, WSA_OPERATION_ABORTED (cancelled, or the socket was closed), WSAENOTCONN, WSAEWOULDBLOCK,
 * WSAESHUTDOWN, WSAECONNRESET, WSAECONNABORTED, WSAEMSGSIZE, WSAEFAULT, WSAEINVAL, WSAEOPNOTSUPP, WSAETIMEDOUT,
 * WSAEINTR, WSAEINPROGRESS, WSAENETDOWN, WSAENOTSOCK. Source: reference §1 slot 21.
 *
 * @param lpBuffers the buffers to fill, each `{ len, buf, off }`; the call copies the list
 * @param dwBufferCount how many of the buffers to use
 * @param lpNumberOfBytesRecvd receives the number of bytes, if the operation has ended when the call returns; may be
 * null with `lpOverlapped`
 * @param lpFlags holds MSG_PEEK, MSG_OOB, MSG_PARTIAL or 0, and receives MSG_PARTIAL if the message is incomplete
 * @param lpFrom receives the sender's address; may be null
 * @param lpFromlen holds the length of the buffer in bytes, and receives the length of the address; null without
 * `lpFrom`
 * @param lpOverlapped null for a synchronous call. Otherwise the structure of the operation, which is known by
 * identity: do not reuse it before the operation ends
 * @param lpCompletionRoutine called as (code, bytes, structure, flags) when the operation ends; null if an event or a
 * completion port reports the end
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
