import { type LPINT, type SOCKET, SOCKET_ERROR, setErrno } from "@ws2kit/spi";

/** Fails a slot: writes the code to `lpErrno`. */
export function fail(lpErrno: LPINT, code: number): typeof SOCKET_ERROR {
  setErrno(lpErrno, code);
  return SOCKET_ERROR;
}

/** As `fail`, for a slot that returns a SOCKET. */
export const failSocket = fail as (lpErrno: LPINT, code: number) => SOCKET;

/** The code in the result of a stack call: 0 for a result of 0 or a count, else the code. */
export function codeIn(result: number): number {
  return result < 0 ? -result : 0;
}

/** Ends a slot with a code. Returns 0 for 0; otherwise SOCKET_ERROR, with the code in `lpErrno`. */
export function end(lpErrno: LPINT, code: number): number {
  return code === 0 ? 0 : fail(lpErrno, code);
}
