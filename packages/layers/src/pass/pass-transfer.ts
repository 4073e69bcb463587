import { SOCKET_ERROR, WSA_IO_PENDING, type WSAOVERLAPPED, type WSPPROC_TABLE } from "@ws2kit/spi";
import type { Layer } from "../kit/layer.js";
import { thrownBy } from "../kit/link.js";
import { beginOperation } from "../kit/operation.js";

type TransferSlot = "WSPSend" | "WSPSendTo" | "WSPRecv" | "WSPRecvFrom" | "WSPIoctl";

/*
 * The slots that move data, and that may be overlapped. They are written out, `layer.find` as well, so that a call that
 * passes makes no object and no function: `guardFaults` of core says what rest arguments cost. Plain, it is the same
 * call with the handle below; overlapped, an operation of the layer's goes down in place of the caller's, unless the
 * handle is the one below and the caller's may go down itself.
 */
export function passTransfers(layer: Layer): Pick<WSPPROC_TABLE, TransferSlot> {
  const { observers } = layer;
  const worker = layer.imports.worker();
  return {
    WSPSend(s, buffers, count, lpSent, flags, overlapped, routine, thread, lpErrno) {
      const { last } = layer;
      const socket = last.upper === s ? last : layer.lookUp(s, lpErrno);
      if (socket === null) return SOCKET_ERROR;
      const { below, lower } = socket;
      const isPlain = overlapped === null || overlapped === undefined || lower === s;
      const one = isPlain ? null : beginOperation(layer, socket, "sent", overlapped, routine, thread);
      let result: number;
      try {
        result =
          one === null
            ? below.slots.WSPSend(lower, buffers, count, lpSent, flags, overlapped, routine, thread, lpErrno)
            : below.slots.WSPSend(lower, buffers, count, null, flags, one.overlapped, one.ended, worker, one.errno);
      } catch (error) {
        throw thrownBy(below, "WSPSend", error);
      }
      if (one !== null) return one.started(result, lpSent, lpErrno);
      if (result === 0 && lpSent !== null) observers.sent?.(socket, lpSent.value);
      return result;
    },

    WSPSendTo(s, buffers, count, lpSent, flags, to, tolen, overlapped, routine, thread, lpErrno) {
      const { last } = layer;
      const socket = last.upper === s ? last : layer.lookUp(s, lpErrno);
      if (socket === null) return SOCKET_ERROR;
      const { below, lower } = socket;
      const isPlain = overlapped === null || overlapped === undefined || lower === s;
      const one = isPlain ? null : beginOperation(layer, socket, "sent", overlapped, routine, thread);
      let result: number;
      try {
        result =
          one === null
            ? below.slots.WSPSendTo(
                lower,
                buffers,
                count,
                lpSent,
                flags,
                to,
                tolen,
                overlapped,
                routine,
                thread,
                lpErrno,
              )
            : below.slots.WSPSendTo(
                lower,
                buffers,
                count,
                null,
                flags,
                to,
                tolen,
                one.overlapped,
                one.ended,
                worker,
                one.errno,
              );
      } catch (error) {
        throw thrownBy(below, "WSPSendTo", error);
      }
      if (one !== null) return one.started(result, lpSent, lpErrno);
      if (result === 0 && lpSent !== null) observers.sent?.(socket, lpSent.value);
      return result;
    },

    WSPRecv(s, buffers, count, lpReceived, lpFlags, overlapped, routine, thread, lpErrno) {
      const { last } = layer;
      const socket = last.upper === s ? last : layer.lookUp(s, lpErrno);
      if (socket === null) return SOCKET_ERROR;
      const { below, lower } = socket;
      const isPlain = overlapped === null || overlapped === undefined || lower === s;
      const one = isPlain ? null : beginOperation(layer, socket, "received", overlapped, routine, thread);
      let result: number;
      try {
        result =
          one === null
            ? below.slots.WSPRecv(lower, buffers, count, lpReceived, lpFlags, overlapped, routine, thread, lpErrno)
            : below.slots.WSPRecv(lower, buffers, count, null, lpFlags, one.overlapped, one.ended, worker, one.errno);
      } catch (error) {
        throw thrownBy(below, "WSPRecv", error);
      }
      if (one !== null) return one.started(result, lpReceived, lpErrno);
      if (result === 0 && lpReceived !== null) observers.received?.(socket, lpReceived.value);
      return result;
    },

    WSPRecvFrom(s, buffers, count, lpReceived, lpFlags, from, fromlen, overlapped, routine, thread, lpErrno) {
      const { last } = layer;
      const socket = last.upper === s ? last : layer.lookUp(s, lpErrno);
      if (socket === null) return SOCKET_ERROR;
      const { below, lower } = socket;
      const isPlain = overlapped === null || overlapped === undefined || lower === s;
      const one = isPlain ? null : beginOperation(layer, socket, "received", overlapped, routine, thread);
      let result: number;
      try {
        result =
          one === null
            ? below.slots.WSPRecvFrom(
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
              )
            : below.slots.WSPRecvFrom(
                lower,
                buffers,
                count,
                null,
                lpFlags,
                from,
                fromlen,
                one.overlapped,
                one.ended,
                worker,
                one.errno,
              );
      } catch (error) {
        throw thrownBy(below, "WSPRecvFrom", error);
      }
      if (one !== null) return one.started(result, lpReceived, lpErrno);
      if (result === 0 && lpReceived !== null) observers.received?.(socket, lpReceived.value);
      return result;
    },

    WSPIoctl(s, code, input, inputSize, output, outputSize, lpReturned, overlapped, routine, thread, lpErrno) {
      const { last } = layer;
      const socket = last.upper === s ? last : layer.lookUp(s, lpErrno);
      if (socket === null) return SOCKET_ERROR;
      const { below, lower } = socket;
      const isPlain = overlapped === null || overlapped === undefined || lower === s;
      const before = isPlain ? 0 : overlapped.Internal;
      const one = isPlain ? null : beginOperation(layer, socket, null, overlapped, routine, thread);
      let result: number;
      try {
        result =
          one === null
            ? below.slots.WSPIoctl(
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
              )
            : below.slots.WSPIoctl(
                lower,
                code,
                input,
                inputSize,
                output,
                outputSize,
                lpReturned,
                one.overlapped,
                one.ended,
                worker,
                one.errno,
              );
      } catch (error) {
        throw thrownBy(below, "WSPIoctl", error);
      }
      if (one === null) return result;
      // the provider below has written the count, and leaves alone a structure whose operation it does not begin
      const left = one.overlapped.Internal || before;
      const answer = one.started(result, null, lpErrno);
      if (result !== 0 && one.errno.value !== WSA_IO_PENDING) (overlapped as WSAOVERLAPPED).Internal = left;
      return answer;
    },
  };
}
