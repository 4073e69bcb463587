import {
  getUint32,
  isRef,
  type LPWSAOVERLAPPED_COMPLETION_ROUTINE,
  type Pointer,
  type QOS,
  type Ref,
  ref,
  type SOCKET,
  SOCKET_ERROR,
  setUint32,
  type WSABUF,
  WSAEFAULT,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import { unlessFault } from "../calls/fault.js";
import { isNumber } from "../calls/given.js";
import { type Api, slotCall, socketCall } from "./call.js";

/**
 * Gets the value of an option, as bytes in Winsock's layout. `DWORD` and `LINGER` convert the most common values.
 *
 * Codes: WSAEFAULT (too little room), WSAEINVAL (unknown level), WSAENOPROTOOPT (unknown option), WSAENETDOWN,
 * WSAENOTSOCK. Source: reference §1 slot 14, §4.2.
 *
 * @param level SOL_SOCKET, IPPROTO_IP, IPPROTO_IPV6 or IPPROTO_TCP
 * @param optname the option, SO_RCVBUF for example
 * @param optval receives the value
 * @param optlen holds the length of `optval` in bytes, and receives the length of the value
 * @returns 0, or SOCKET_ERROR
 */
export const getsockopt = slotCall("getsockopt", "WSPGetSockOpt", 4);

/**
 * Sets an option, from bytes in Winsock's layout.
 *
 * Codes: WSAEFAULT (too few bytes), WSAEINVAL (unknown level), WSAENOPROTOOPT (unknown option), WSAENETRESET,
 * WSAENOTCONN, WSAENETDOWN, WSAENOTSOCK. Source: reference §1 slot 26.
 *
 * @param level SOL_SOCKET, IPPROTO_IP, IPPROTO_IPV6 or IPPROTO_TCP
 * @param optname the option, SO_RCVBUF for example
 * @param optval the value: `DWORD(1)` for a flag or a number, `LINGER(…)` for SO_LINGER
 * @param optlen length of the value in bytes, 4 for a DWORD
 * @returns 0, or SOCKET_ERROR
 *
 * @example Sets a receive timeout of five seconds.
 * ```ts
 * ws2.setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, DWORD(5000), 4);
 * ```
 */
export const setsockopt = slotCall("setsockopt", "WSPSetSockOpt", 4);

const ioctl = socketCall(
  "ioctlsocket",
  "WSPIoctl",
  (slots, lpErrno, s, cmd: number, inBuffer: Uint8Array, outBuffer: Uint8Array) =>
    slots.WSPIoctl(s, cmd, inBuffer, 4, outBuffer, 4, ref(0), null, null, null, lpErrno),
);

/**
 * Runs a control code with a u_long as its argument and result. FIONBIO sets the blocking mode: 0 for blocking, another
 * number for non-blocking. FIONREAD reports how many bytes can be received. SIOCATMARK reports 1 if no urgent data is
 * ahead, else 0.
 *
 * Codes: WSAEFAULT, WSAEINVAL, WSAEOPNOTSUPP, WSAENETDOWN, WSAENOTSOCK. Source: reference §1 slot 16, §4.2.
 *
 * @param cmd FIONBIO, FIONREAD or SIOCATMARK
 * @param argp holds the argument, and receives the result
 * @returns 0, or SOCKET_ERROR
 *
 * @example Makes a socket non-blocking.
 * ```ts
 * ws2.ioctlsocket(s, FIONBIO, ref(1));
 * ```
 */
export const ioctlsocket: Api<(s: SOCKET, cmd: number, argp: Ref<number>) => number> = (process) => {
  const call = ioctl(process);
  return (s, cmd, argp) => {
    if (process.socketOf(s) === null) return SOCKET_ERROR;
    const bytes = new Uint8Array(4);
    if (!unlessFault(() => readLong(argp, bytes), false)) return process.fail(WSAEFAULT);
    const out = bytes.slice();
    const result = call(s, cmd, bytes, out);
    if (result === 0) argp.value = getUint32(out, 0);
    return result;
  };
};

/** Reads a caller's u_long, and checks that it can be written. Returns `false` if `argp` is no pointer to a number. */
function readLong(argp: Ref<number>, bytes: Uint8Array): boolean {
  if (!isRef(argp) || !isNumber(argp.value)) return false;
  setUint32(bytes, 0, argp.value);
  // throws here if it cannot be written, before the control has any effect
  argp.value = getUint32(bytes, 0);
  return true;
}

/**
 * Runs a control code on a socket or its provider. If the argument or the result of a code contains a pointer, pass a
 * `ref` in place of the bytes.
 *
 * Codes: WSAEFAULT (a buffer is missing or too small), WSAEINVAL, WSAEOPNOTSUPP (unknown code), WSAEWOULDBLOCK,
 * WSA_IO_PENDING, WSAENETDOWN, WSAENOTSOCK. Source: reference §1 slot 16.
 *
 * @param dwIoControlCode SIO_*, FIONBIO or FIONREAD
 * @param lpvInBuffer the argument, or null
 * @param cbInBuffer length of the argument in bytes
 * @param lpvOutBuffer receives the result, or null
 * @param cbOutBuffer length of `lpvOutBuffer` in bytes
 * @param lpcbBytesReturned receives the length of the result in bytes
 * @param lpOverlapped null for a synchronous call. Otherwise the structure of the operation, which is known by
 * identity: do not reuse it before the operation ends
 * @param lpCompletionRoutine called as (code, bytes, structure, flags) when the operation ends; null if an event or a
 * completion port reports the end
 * @returns 0, or SOCKET_ERROR
 */
export const WSAIoctl: Api<
  (
    s: SOCKET,
    dwIoControlCode: number,
    lpvInBuffer: Pointer | Ref<unknown>,
    cbInBuffer: number,
    lpvOutBuffer: Pointer | Ref<unknown>,
    cbOutBuffer: number,
    lpcbBytesReturned: Ref<number> | null,
    lpOverlapped: WSAOVERLAPPED | null,
    lpCompletionRoutine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null,
  ) => number
> = (process) => {
  const call = socketCall(
    "WSAIoctl",
    "WSPIoctl",
    (
      slots,
      lpErrno,
      s,
      code: number,
      input: Pointer | Ref<unknown>,
      inputSize: number,
      output: Pointer | Ref<unknown>,
      outputSize: number,
      returned: Ref<number> | null,
      overlapped: WSAOVERLAPPED | null,
      routine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null,
    ) =>
      slots.WSPIoctl(
        s,
        code,
        input,
        inputSize,
        output,
        outputSize,
        returned,
        overlapped,
        process.ownRoutine(routine),
        overlapped === null ? null : process.thread.identity,
        lpErrno,
      ),
  );
  return call(process);
};

/**
 * Looks up a quality of service by its name. The shipped providers define no names.
 *
 * Codes: WSAEINVAL, WSAEFAULT, WSAENETDOWN, WSAENOTSOCK. Source: reference §1 slot 15.
 *
 * @param lpQOSName the name
 * @param lpQOS receives the quality of service @returns `true`, or `false` if the call fails
 */
export const WSAGetQOSByName: Api<(s: SOCKET, lpQOSName: WSABUF, lpQOS: QOS) => boolean> = (process) => {
  const call = socketCall("WSAGetQOSByName", "WSPGetQOSByName", (slots, lpErrno, s, name: WSABUF, qos: QOS) =>
    slots.WSPGetQOSByName(s, name, qos, lpErrno) ? 0 : SOCKET_ERROR,
  )(process);
  return (s, lpQOSName, lpQOS) => call(s, lpQOSName, lpQOS) === 0;
};
