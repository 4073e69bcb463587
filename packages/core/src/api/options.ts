import {
  getUint32,
  isRef,
  type Pointer,
  ref,
  type Ref,
  setUint32,
  type SOCKET,
  SOCKET_ERROR,
  WSAEFAULT,
} from "@ws2kit/spi";
import { type Api, socketCall } from "./call.js";

/**
 * Reads an option into `optval`; `optlen` holds the room there and receives the length. 0, or SOCKET_ERROR with
 * WSAEFAULT (too small), WSAEINVAL (unknown level), WSAENOPROTOOPT (unknown option), WSAENETDOWN, WSAENOTSOCK.
 * Values are bytes: `DWORD`, `LINGER` and `WSAPROTOCOL_INFOW`'s codec make and read them. Source: slot 14, §4.2.
 */
export const getsockopt = socketCall(
  "getsockopt",
  "WSPGetSockOpt",
  (slots, lpErrno, s, level: number, optname: number, optval: Pointer, optlen: Ref<number> | null) =>
    slots.WSPGetSockOpt(s, level, optname, optval, optlen, lpErrno),
);

/** Sets an option from the first `optlen` bytes of `optval`. Codes as `getsockopt`. Source: reference §1 slot 26. */
export const setsockopt = socketCall(
  "setsockopt",
  "WSPSetSockOpt",
  (slots, lpErrno, s, level: number, optname: number, optval: Pointer, optlen: number) =>
    slots.WSPSetSockOpt(s, level, optname, optval, optlen, lpErrno),
);

const ioctl = socketCall(
  "ioctlsocket",
  "WSPIoctl",
  (slots, lpErrno, s, cmd: number, inBuffer: Uint8Array, outBuffer: Uint8Array) =>
    slots.WSPIoctl(s, cmd, inBuffer, 4, outBuffer, 4, ref(0), null, null, null, lpErrno),
);

/**
 * FIONBIO (non-zero: calls no longer block), FIONREAD (bytes to read), SIOCATMARK. The argument is a u_long in both
 * directions. 0, or SOCKET_ERROR with WSAEFAULT, WSAEINVAL, WSAEOPNOTSUPP, WSAENETDOWN, WSAENOTSOCK.
 * Source: reference §1 slot 16, §4.2.
 */
export const ioctlsocket: Api<(s: SOCKET, cmd: number, argp: Ref<number>) => number> = (process) => {
  const call = ioctl(process);
  return (s, cmd, argp) => {
    if (process.socketOf(s) === null) return SOCKET_ERROR;
    if (!isRef(argp) || typeof argp.value !== "number") return process.fail(WSAEFAULT);
    const bytes = new Uint8Array(4);
    setUint32(bytes, 0, argp.value);
    const out = bytes.slice();
    const result = call(s, cmd, bytes, out);
    if (result === 0) argp.value = getUint32(out, 0);
    return result;
  };
};
