import { type LPINT, type SOCKET, SOCKET_ERROR, setErrno } from "@ws2kit/spi";

/** Fails a slot: the code goes through `lpErrno`. */
export function fail(lpErrno: LPINT, code: number): typeof SOCKET_ERROR {
  setErrno(lpErrno, code);
  return SOCKET_ERROR;
}

/** As `fail`, for a slot that answers a SOCKET. */
export const failSocket = fail as (lpErrno: LPINT, code: number) => SOCKET;

/** The code in the answer of a stack call, which is 0, a count, or a negative code. */
export function codeIn(result: number): number {
  return result < 0 ? -result : 0;
}

/** Ends a slot with a code: 0, or SOCKET_ERROR and the code through `lpErrno`. */
export function end(lpErrno: LPINT, code: number): number {
  return code === 0 ? 0 : fail(lpErrno, code);
}
