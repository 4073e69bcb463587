import {
  isRef,
  type LPINT,
  type LPWSAOVERLAPPED_COMPLETION_ROUTINE,
  type Ref,
  type SOCKET,
  SOCKET_ERROR,
  setErrno,
  WSA_IO_INCOMPLETE,
  WSAEFAULT,
  type WSAOVERLAPPED,
  type WSATHREADID,
  type WSPPROC_TABLE,
  WSS_OPERATION_IN_PROGRESS,
} from "@ws2kit/spi";
import { type Below, passOverlapped } from "./completion.js";
import type { Layer } from "./layer.js";
import type { LayerSocket } from "./layer-socket.js";

type TransferSlot = "WSPSend" | "WSPSendTo" | "WSPRecv" | "WSPRecvFrom" | "WSPIoctl" | "WSPGetOverlappedResult";

/** The slots that move data, and that may be overlapped. */
export function passTransfers(layer: Layer): Pick<WSPPROC_TABLE, TransferSlot> {
  /** Makes a call below: plain, or overlapped with a structure of the layer's own. */
  function transfer(
    s: SOCKET,
    direction: "sent" | "received" | null,
    lpBytes: Ref<number> | null,
    overlapped: WSAOVERLAPPED | null,
    routine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null,
    thread: WSATHREADID | null,
    lpErrno: LPINT,
    plain: (lower: SOCKET, next: WSPPROC_TABLE) => number,
    below: Below,
  ): number {
    const socket = layer.find(s, lpErrno);
    if (socket === null) return SOCKET_ERROR;
    if (overlapped === null || overlapped === undefined)
      return observe(socket, direction, lpBytes, plain(socket.lower, socket.below.slots));
    const call = { socket, overlapped, routine: routine ?? null, thread, direction };
    const result = passOverlapped(layer, call, lpBytes, below);
    if (result === 0) return 0;
    setErrno(lpErrno, -result);
    return SOCKET_ERROR;
  }

  function observe(
    socket: LayerSocket,
    direction: "sent" | "received" | null,
    lpBytes: Ref<number> | null,
    result: number,
  ): number {
    if (result === 0 && direction !== null && lpBytes !== null) layer.observers[direction]?.(socket, lpBytes.value);
    return result;
  }

  return {
    WSPSend: (s, buffers, count, lpSent, flags, overlapped, routine, thread, lpErrno) =>
      transfer(
        s,
        "sent",
        lpSent,
        overlapped,
        routine,
        thread,
        lpErrno,
        (lower, next) => next.WSPSend(lower, buffers, count, lpSent, flags, null, null, null, lpErrno),
        (lower, next, o, r, t, errno) => next.WSPSend(lower, buffers, count, null, flags, o, r, t, errno),
      ),

    WSPSendTo: (s, buffers, count, lpSent, flags, to, tolen, overlapped, routine, thread, lpErrno) =>
      transfer(
        s,
        "sent",
        lpSent,
        overlapped,
        routine,
        thread,
        lpErrno,
        (lower, next) => next.WSPSendTo(lower, buffers, count, lpSent, flags, to, tolen, null, null, null, lpErrno),
        (lower, next, o, r, t, errno) => next.WSPSendTo(lower, buffers, count, null, flags, to, tolen, o, r, t, errno),
      ),

    WSPRecv: (s, buffers, count, lpReceived, lpFlags, overlapped, routine, thread, lpErrno) =>
      transfer(
        s,
        "received",
        lpReceived,
        overlapped,
        routine,
        thread,
        lpErrno,
        (lower, next) => next.WSPRecv(lower, buffers, count, lpReceived, lpFlags, null, null, null, lpErrno),
        (lower, next, o, r, t, errno) => next.WSPRecv(lower, buffers, count, null, lpFlags, o, r, t, errno),
      ),

    WSPRecvFrom: (s, buffers, count, lpReceived, lpFlags, from, fromlen, overlapped, routine, thread, lpErrno) =>
      transfer(
        s,
        "received",
        lpReceived,
        overlapped,
        routine,
        thread,
        lpErrno,
        (lower, next) =>
          next.WSPRecvFrom(lower, buffers, count, lpReceived, lpFlags, from, fromlen, null, null, null, lpErrno),
        (lower, next, o, r, t, errno) =>
          next.WSPRecvFrom(lower, buffers, count, null, lpFlags, from, fromlen, o, r, t, errno),
      ),

    WSPIoctl: (s, code, input, inputSize, output, outputSize, lpReturned, overlapped, routine, thread, lpErrno) =>
      transfer(
        s,
        null,
        lpReturned,
        overlapped,
        routine,
        thread,
        lpErrno,
        (lower, next) =>
          next.WSPIoctl(lower, code, input, inputSize, output, outputSize, lpReturned, null, null, null, lpErrno),
        (lower, next, o, r, t, errno) =>
          next.WSPIoctl(lower, code, input, inputSize, output, outputSize, lpReturned, o, r, t, errno),
      ),

    WSPGetOverlappedResult(s, lpOverlapped, lpcbTransfer, fWait, lpdwFlags, lpErrno) {
      const refuse = (code: number) => {
        setErrno(lpErrno, code);
        return false;
      };
      if (layer.find(s, lpErrno) === null) return false;
      if (typeof lpOverlapped !== "object" || lpOverlapped === null || !isRef(lpcbTransfer) || !isRef(lpdwFlags)) {
        return refuse(WSAEFAULT);
      }
      const isDone = () => lpOverlapped.Internal !== WSS_OPERATION_IN_PROGRESS;
      if (fWait && !isDone()) {
        const code = layer.imports.wait({ ready: isDone }, -1);
        if (code !== 0) return refuse(code);
      }
      if (!isDone()) return refuse(WSA_IO_INCOMPLETE);
      lpcbTransfer.value = lpOverlapped.InternalHigh;
      lpdwFlags.value = lpOverlapped.Offset;
      return lpOverlapped.OffsetHigh === 0 || refuse(lpOverlapped.OffsetHigh);
    },
  };
}
