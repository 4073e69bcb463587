import { isRef, type Ref, type SOCKET, SOCKET_ERROR, WSAEFAULT, type WSAOVERLAPPED } from "@ws2kit/spi";
import { unlessFault } from "../calls/fault.js";
import { isStructure } from "../calls/given.js";
import { type Api, socketCall } from "./call.js";

/**
 * The outcome of an overlapped operation. `true` when it succeeded; `false` with WSA_IO_INCOMPLETE (still under way,
 * and `fWait` false), the operation's own code, WSAEFAULT, WSAEINVAL, WSAENETDOWN or WSAENOTSOCK. With `fWait` it waits
 * for the operation's event. Source: reference §1 slot 11, §8.
 */
export const WSAGetOverlappedResult: Api<
  (s: SOCKET, lpOverlapped: WSAOVERLAPPED, lpcbTransfer: Ref<number>, fWait: boolean, lpdwFlags: Ref<number>) => boolean
> = (process) => {
  const call = socketCall(
    "WSAGetOverlappedResult",
    "WSPGetOverlappedResult",
    (slots, lpErrno, s, overlapped: WSAOVERLAPPED, transferred: Ref<number>, wait: boolean, flags: Ref<number>) =>
      slots.WSPGetOverlappedResult(s, overlapped, transferred, wait, flags, lpErrno) ? 0 : SOCKET_ERROR,
  )(process);
  return (s, lpOverlapped, lpcbTransfer, fWait, lpdwFlags) => {
    if (process.socketOf(s) === null) return false;
    const isGiven = isStructure(lpOverlapped);
    if (!isGiven || !unlessFault(() => isRef(lpcbTransfer) && isRef(lpdwFlags), false)) {
      process.fail(WSAEFAULT);
      return false;
    }
    return call(s, lpOverlapped, lpcbTransfer, Boolean(fWait), lpdwFlags) === 0;
  };
};
