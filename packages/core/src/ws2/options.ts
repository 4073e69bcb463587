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
 * Reads an option into `optval`; `optlen` holds the room there and receives the length. 0, or SOCKET_ERROR with
 * WSAEFAULT (too small), WSAEINVAL (unknown level), WSAENOPROTOOPT (unknown option), WSAENETDOWN, WSAENOTSOCK.
 * Values are bytes: `DWORD`, `LINGER` and `WSAPROTOCOL_INFOW`'s codec make and read them. Source: slot 14, §4.2.
 */
export const getsockopt = slotCall("getsockopt", "WSPGetSockOpt", 4);

/** Sets an option from the first `optlen` bytes of `optval`. Codes as `getsockopt`. Source: reference §1 slot 26. */
export const setsockopt = slotCall("setsockopt", "WSPSetSockOpt", 4);

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
    const bytes = new Uint8Array(4);
    if (!unlessFault(() => takeLong(argp, bytes), false)) return process.fail(WSAEFAULT);
    const out = bytes.slice();
    const result = call(s, cmd, bytes, out);
    if (result === 0) argp.value = getUint32(out, 0);
    return result;
  };
};

/** Reads a caller's u_long, and sees that it can be written; `false` if it is none. */
function takeLong(argp: Ref<number>, bytes: Uint8Array): boolean {
  if (!isRef(argp) || !isNumber(argp.value)) return false;
  setUint32(bytes, 0, argp.value);
  // one that cannot be written throws here, before anything has happened
  argp.value = getUint32(bytes, 0);
  return true;
}

/**
 * Controls a socket or its provider. What has a pointer in it goes in, or comes out, in a `ref`. `lpcbBytesReturned`
 * receives the bytes written to `lpvOutBuffer`. 0, or SOCKET_ERROR with WSAEFAULT (a buffer missing or too small),
 * WSAEINVAL, WSAEOPNOTSUPP (unknown code), WSAEWOULDBLOCK, WSA_IO_PENDING, WSAENETDOWN, WSAENOTSOCK. Source: reference
 * §1 slot 16.
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
 * Looks up a named quality of service. `false` with WSAEFAULT, WSAENETDOWN, WSAENOTSOCK, or, as no provider here
 * has templates, the provider's answer. Source: reference §1 slot 15.
 */
export const WSAGetQOSByName: Api<(s: SOCKET, lpQOSName: WSABUF, lpQOS: QOS) => boolean> = (process) => {
  const call = socketCall("WSAGetQOSByName", "WSPGetQOSByName", (slots, lpErrno, s, name: WSABUF, qos: QOS) =>
    slots.WSPGetQOSByName(s, name, qos, lpErrno) ? 0 : SOCKET_ERROR,
  )(process);
  return (s, lpQOSName, lpQOS) => call(s, lpQOSName, lpQOS) === 0;
};
