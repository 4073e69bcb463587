import {
  FD_ISSET,
  type fd_set,
  type SOCKET,
  SOCKET_ERROR,
  type timeval,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOTSOCK,
} from "@ws2kit/spi";
import { unlessFault } from "../calls/fault.js";
import { isFdSet } from "../calls/given.js";
import { type Api, callSlot } from "./call.js";

/**
 * Waits until a socket in one of the sets is ready, and removes from each set the sockets that are not ready. All
 * sockets must belong to one provider.
 *
 * Codes: WSAEINVAL (no socket in any set, bad timeout), WSAEFAULT, WSAENOTSOCK, WSAEINTR, WSAEINPROGRESS, WSAENETDOWN.
 * Source: reference §1 slot 22.
 *
 * @param nfds ignored
 * @param readfds sockets to watch for data, for a connection to accept, or for the end of the stream; may be null
 * @param writefds sockets to watch for room to send, or for a connect that succeeds; may be null
 * @param exceptfds sockets to watch for urgent data, or for a connect that fails; may be null
 * @param timeout `{ tv_sec, tv_usec }`: seconds and microseconds; null waits without a limit
 * @returns the number of ready sockets, 0 after the timeout, or SOCKET_ERROR
 *
 * @example Waits at most two seconds for data of either socket.
 * ```ts
 * const readable = fd_set(first, second);
 * if (ws2.select(0, readable, null, null, { tv_sec: 2, tv_usec: 0 }) > 0 && FD_ISSET(first, readable)) {
 *   ws2.recv(first, buf, buf.length, 0);
 * }
 * ```
 */
export const select: Api<
  (
    nfds: number,
    readfds: fd_set | null,
    writefds: fd_set | null,
    exceptfds: fd_set | null,
    timeout: timeval | null,
  ) => number
> = (process) => (nfds, readfds, writefds, exceptfds, timeout) => {
  if (process.unavailableCode !== 0) return process.fail(process.unavailableCode);
  if (timeout !== null && typeof timeout !== "object") return process.fail(WSAEFAULT);
  const first = unlessFault(() => firstOf([readfds, writefds, exceptfds]), -WSAEFAULT);
  if (first < 0) return process.fail(-first);
  const socket = process.socketOf(first);
  if (socket === null) return SOCKET_ERROR;
  return callSlot(process, "select", socket.provider, "WSPSelect", (lpErrno) =>
    socket.provider.slots.WSPSelect(nfds, readfds, writefds, exceptfds, timeout, lpErrno),
  );
};

/** The first socket of the first set that has one, or a negative code. */
function firstOf(sets: readonly (fd_set | null)[]): number {
  if (!sets.every((set) => set === null || isFdSet(set))) return -WSAEFAULT;
  const set = sets.find((one) => one !== null && one.fd_count > 0);
  if (!set) return -WSAEINVAL;
  return set.fd_array[0] < 0 ? -WSAENOTSOCK : set.fd_array[0];
}

/**
 * Returns whether a socket is in a set. The macro FD_ISSET calls it. It needs no WSAStartup and cannot fail.
 *
 * Source: reference §2.1.
 *
 * @param fdset the set; null has no members
 * @returns 1 or 0
 */
export const __WSAFDIsSet: Api<(s: SOCKET, fdset: fd_set | null) => number> = () => (s, fdset) =>
  unlessFault(() => Number(fdset !== null && isFdSet(fdset) && FD_ISSET(s, fdset)), 0);
