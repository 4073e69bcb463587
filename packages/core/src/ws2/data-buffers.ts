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
import { completionOf } from "../kernel/socket-object.js";
import type { Api } from "./call.js";

/*
 * The data calls that take lists of buffers, and may be overlapped. Written out as those in `data.ts` are.
 */

/**
 * Sends `dwBufferCount` buffers, as one datagram or one run of bytes. 0, or SOCKET_ERROR with `send`'s codes and
 * WSA_IO_PENDING (an overlapped send has begun). `lpNumberOfBytesSent` may be null only with `lpOverlapped`.
 * Source: reference §1 slot 23, §8.
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
  if (lpCompletionRoutine && completionOf(socket)?.association) return process.fail(WSAEINVAL);
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
 * Receives into `dwBufferCount` buffers, one after the other. `lpFlags` goes in (MSG_PEEK …) and comes out
 * (MSG_PARTIAL). 0, or SOCKET_ERROR with `recv`'s codes and WSA_IO_PENDING. Source: reference §1 slot 19, §8.
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
  if (lpCompletionRoutine && completionOf(socket)?.association) return process.fail(WSAEINVAL);
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

/** As `WSASend`, to the address `lpTo` of `iTolen` bytes. Source: reference §1 slot 25. */
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
    if (lpCompletionRoutine && completionOf(socket)?.association) return process.fail(WSAEINVAL);
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

/** As `WSARecv`; `lpFrom`, if not null, receives the sender's address and `lpFromlen` its length. Source: slot 21. */
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
    if (lpCompletionRoutine && completionOf(socket)?.association) return process.fail(WSAEINVAL);
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
