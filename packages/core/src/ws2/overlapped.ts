import { isRef, type Ref, type SOCKET, SOCKET_ERROR, WSAEFAULT, type WSAOVERLAPPED } from "@ws2kit/spi";
import { unlessFault } from "../calls/fault.js";
import { isStructure } from "../calls/given.js";
import { type Api, socketCall } from "./call.js";

/**
 * Reports the outcome of an overlapped operation.
 *
 * Codes: WSA_IO_INCOMPLETE (not ended, and `fWait` is false), the operation's own code, WSAEFAULT, WSAEINVAL,
 * WSAENETDOWN, WSAENOTSOCK. Source: reference §1 slot 11, §8.
 *
 * @param lpOverlapped the structure that the operation was started with
 * @param lpcbTransfer receives the number of bytes
 * @param fWait whether to wait until the operation has ended and its event is signalled
 * @param lpdwFlags receives the flags of a receive, MSG_PARTIAL for example
 * @returns `true` if the operation succeeded, `false` otherwise
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
