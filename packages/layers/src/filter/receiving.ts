import {
  isRef,
  MSG_PEEK,
  newWSABUF,
  ref,
  SOCKADDR_STORAGE_SIZE,
  type SOCKET,
  setErrno,
  type WSABUF,
  WSAEMSGSIZE,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import type { Layer } from "../kit/layer.js";
import { isConnectionless } from "./connectionless.js";
import type { Judge } from "./filter.js";

/** Datagrams from a denied peer are taken and thrown away, and the application's receive goes on to the next. */
export function receiving(layer: Layer, allows: Judge): Pick<WSPPROC_TABLE, "WSPRecv" | "WSPRecvFrom"> {
  const { pass } = layer;

  const WSPRecvFrom: WSPPROC_TABLE["WSPRecvFrom"] = (
    s,
    buffers,
    count,
    lpReceived,
    lpFlags,
    lpFrom,
    lpFromlen,
    overlapped,
    routine,
    thread,
    lpErrno,
  ) => {
    if (!isConnectionless(layer, s) || !isRef(lpFlags)) {
      return pass.WSPRecvFrom(
        s,
        buffers,
        count,
        lpReceived,
        lpFlags,
        lpFrom,
        lpFromlen,
        overlapped,
        routine,
        thread,
        lpErrno,
      );
    }
    const flags = lpFlags.value;
    const from = lpFrom ?? new Uint8Array(SOCKADDR_STORAGE_SIZE);
    const errno = ref(0);
    for (;;) {
      const length = lpFrom === null ? ref(from.length) : lpFromlen;
      const result = pass.WSPRecvFrom(s, buffers, count, lpReceived, lpFlags, from, length, null, null, null, errno);
      const isThere = result === 0 || errno.value === WSAEMSGSIZE;
      if (!isThere || allows("receive", s, from)) {
        if (result !== 0) setErrno(lpErrno, errno.value);
        return result;
      }
      scrub(buffers, count);
      if ((flags & MSG_PEEK) !== 0) take(s);
      lpFlags.value = flags;
    }
  };

  /** Takes the datagram that is there. */
  function take(s: SOCKET): void {
    const scratch = [newWSABUF(new Uint8Array(1))];
    pass.WSPRecvFrom(s, scratch, 1, ref(0), ref(0), null, null, null, null, null, ref(0));
  }

  return {
    WSPRecvFrom,
    WSPRecv: (s, buffers, count, lpReceived, lpFlags, overlapped, routine, thread, lpErrno) =>
      isConnectionless(layer, s)
        ? WSPRecvFrom(s, buffers, count, lpReceived, lpFlags, null, null, overlapped, routine, thread, lpErrno)
        : pass.WSPRecv(s, buffers, count, lpReceived, lpFlags, overlapped, routine, thread, lpErrno),
  };
}

/** Nothing of a denied datagram stays in the application's buffers. */
function scrub(buffers: readonly WSABUF[], count: number): void {
  for (let i = 0; i < count; i++) {
    const { buf, off, len } = buffers[i];
    buf?.fill(0, off, off + len);
  }
}
