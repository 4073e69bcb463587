import {
  isRef,
  MSG_PARTIAL,
  newWSABUF,
  type Pointer,
  type Ref,
  ref,
  type SOCKET,
  SOCKET_ERROR,
  WSAEFAULT,
  WSAEMSGSIZE,
} from "@ws2kit/spi";
import { type Api, callSlot } from "../ws2/call.js";

/**
 * Receives as `recv` does, but reports a datagram that is longer than the buffer by MSG_PARTIAL instead of WSAEMSGSIZE.
 *
 * Codes: those of `recv` except WSAEMSGSIZE. Source: page remarks.
 *
 * @param buf receives the bytes
 * @param len bytes of room
 * @param flags ignored before the call; receives MSG_PARTIAL if the datagram did not fit, otherwise 0; 0 for every
 * stream
 * @returns the number of bytes received, 0 at the end of a stream, or SOCKET_ERROR
 */
export const WSARecvEx: Api<(s: SOCKET, buf: Pointer, len: number, flags: Ref<number>) => number> =
  (process) => (s, buf, len, flags) => {
    const socket = process.socketOf(s);
    if (socket === null) return SOCKET_ERROR;
    if (!isRef(flags)) return process.fail(WSAEFAULT);
    const { provider } = socket;
    const [received, out] = [ref(0), ref(0)];
    const result = callSlot(process, "WSARecvEx", provider, "WSPRecv", (lpErrno) =>
      provider.slots.WSPRecv(s, [newWSABUF(buf, len)], 1, received, out, null, null, null, lpErrno),
    );
    const isCut = result !== 0 && process.thread.lastError === WSAEMSGSIZE;
    if (result !== 0 && !isCut) return SOCKET_ERROR;
    // a slot that fails with WSAEMSGSIZE has filled the buffer, but reports no count
    const count = isCut ? len : received.value;
    flags.value = isCut ? MSG_PARTIAL : out.value & MSG_PARTIAL;
    process.thread.lastError = 0;
    const { counters } = process.machine;
    counters.operations++;
    counters.bytesReceived += count;
    return count;
  };
