import { SOCKET_ERROR, type WSPPROC_TABLE } from "@ws2kit/spi";
import { beginOperation } from "./completion.js";
import type { Layer } from "./layer.js";

type TransferSlot = "WSPSend" | "WSPSendTo" | "WSPRecv" | "WSPRecvFrom" | "WSPIoctl";

/*
 * The slots that move data, and that may be overlapped. They are written out: a call that passes makes no object and no
 * function. Plain, it is the same call with the handle below; overlapped, an operation of the layer's goes down in place of
 * the caller's, unless the handle is the one below and the caller's may go down itself.
 */
export function passTransfers(layer: Layer): Pick<WSPPROC_TABLE, TransferSlot> {
  const worker = layer.imports.worker();
  return {
    WSPSend(s, buffers, count, lpSent, flags, overlapped, routine, thread, lpErrno) {
      const socket = layer.find(s, lpErrno);
      if (socket === null) return SOCKET_ERROR;
      const { slots } = socket.below;
      const { lower } = socket;
      if (overlapped === null || overlapped === undefined || lower === s) {
        const result = slots.WSPSend(lower, buffers, count, lpSent, flags, overlapped, routine, thread, lpErrno);
        if (result === 0 && lpSent !== null) layer.observers.sent?.(socket, lpSent.value);
        return result;
      }
      const one = beginOperation(layer, socket, "sent", overlapped, routine, thread);
      const result = slots.WSPSend(lower, buffers, count, null, flags, one.overlapped, one.ended, worker, one.errno);
      return one.started(result, lpSent, lpErrno);
    },

    WSPSendTo(s, buffers, count, lpSent, flags, to, tolen, overlapped, routine, thread, lpErrno) {
      const socket = layer.find(s, lpErrno);
      if (socket === null) return SOCKET_ERROR;
      const { WSPSendTo } = socket.below.slots;
      const { lower } = socket;
      if (overlapped === null || overlapped === undefined || lower === s) {
        const result = WSPSendTo(lower, buffers, count, lpSent, flags, to, tolen, overlapped, routine, thread, lpErrno);
        if (result === 0 && lpSent !== null) layer.observers.sent?.(socket, lpSent.value);
        return result;
      }
      const one = beginOperation(layer, socket, "sent", overlapped, routine, thread);
      const { ended, errno } = one;
      const result = WSPSendTo(lower, buffers, count, null, flags, to, tolen, one.overlapped, ended, worker, errno);
      return one.started(result, lpSent, lpErrno);
    },

    WSPRecv(s, buffers, count, lpReceived, lpFlags, overlapped, routine, thread, lpErrno) {
      const socket = layer.find(s, lpErrno);
      if (socket === null) return SOCKET_ERROR;
      const { slots } = socket.below;
      const { lower } = socket;
      if (overlapped === null || overlapped === undefined || lower === s) {
        const result = slots.WSPRecv(lower, buffers, count, lpReceived, lpFlags, overlapped, routine, thread, lpErrno);
        if (result === 0 && lpReceived !== null) layer.observers.received?.(socket, lpReceived.value);
        return result;
      }
      const one = beginOperation(layer, socket, "received", overlapped, routine, thread);
      const result = slots.WSPRecv(lower, buffers, count, null, lpFlags, one.overlapped, one.ended, worker, one.errno);
      return one.started(result, lpReceived, lpErrno);
    },

    WSPRecvFrom(s, buffers, count, lpReceived, lpFlags, from, fromlen, overlapped, routine, thread, lpErrno) {
      const socket = layer.find(s, lpErrno);
      if (socket === null) return SOCKET_ERROR;
      const { WSPRecvFrom } = socket.below.slots;
      const { lower } = socket;
      if (overlapped === null || overlapped === undefined || lower === s) {
        const result = WSPRecvFrom(
          lower,
          buffers,
          count,
          lpReceived,
          lpFlags,
          from,
          fromlen,
          overlapped,
          routine,
          thread,
          lpErrno,
        );
        if (result === 0 && lpReceived !== null) layer.observers.received?.(socket, lpReceived.value);
        return result;
      }
      const one = beginOperation(layer, socket, "received", overlapped, routine, thread);
      const { ended, errno } = one;
      const result = WSPRecvFrom(
        lower,
        buffers,
        count,
        null,
        lpFlags,
        from,
        fromlen,
        one.overlapped,
        ended,
        worker,
        errno,
      );
      return one.started(result, lpReceived, lpErrno);
    },

    WSPIoctl(s, code, input, inputSize, output, outputSize, lpReturned, overlapped, routine, thread, lpErrno) {
      const socket = layer.find(s, lpErrno);
      if (socket === null) return SOCKET_ERROR;
      const { WSPIoctl } = socket.below.slots;
      const { lower } = socket;
      if (overlapped === null || overlapped === undefined || lower === s) {
        return WSPIoctl(
          lower,
          code,
          input,
          inputSize,
          output,
          outputSize,
          lpReturned,
          overlapped,
          routine,
          thread,
          lpErrno,
        );
      }
      const one = beginOperation(layer, socket, null, overlapped, routine, thread);
      const { ended, errno } = one;
      const result = WSPIoctl(
        lower,
        code,
        input,
        inputSize,
        output,
        outputSize,
        lpReturned,
        one.overlapped,
        ended,
        worker,
        errno,
      );
      return one.started(result, lpReturned, lpErrno);
    },
  };
}
