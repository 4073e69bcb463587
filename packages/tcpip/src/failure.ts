import { type LPINT, type SOCKET, SOCKET_ERROR, setErrno } from "@ws2kit/spi";

/** Fails a slot: the code goes through `lpErrno`. */
export function fail(lpErrno: LPINT, code: number): typeof SOCKET_ERROR {
  setErrno(lpErrno, code);
  return SOCKET_ERROR;
}

/** As `fail`, for a slot that answers a SOCKET. */
export function failSocket(lpErrno: LPINT, code: number): SOCKET {
  setErrno(lpErrno, code);
  return SOCKET_ERROR as SOCKET;
}

/** The answer to a stack call that gave 0, a count, or a negative code. */
export function finish(lpErrno: LPINT, result: number): number {
  return result < 0 ? fail(lpErrno, -result) : 0;
}
