import { type LPINT, SOCKET_ERROR, setErrno, WSAEFAULT } from "@ws2kit/spi";
import { unlessFault } from "./fault.js";

/**
 * Runs a function that reports its code through `lpErrno`. `run` returns a count or 0, or a negative code. A negative
 * code goes positive into `lpErrno`, and the result is SOCKET_ERROR.
 */
export function answer(lpErrno: LPINT, run: () => number): number {
  const result = unlessFault(run, -WSAEFAULT);
  if (result >= 0) return result;
  setErrno(lpErrno, -result);
  return SOCKET_ERROR;
}
