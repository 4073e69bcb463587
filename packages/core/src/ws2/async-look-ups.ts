import {
  encodeHostent,
  encodeProtoent,
  encodeServent,
  type HANDLE,
  type HWND,
  isBytes,
  type Pointer,
  WSAEALREADY,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOBUFS,
  WSAEWOULDBLOCK,
  WSAMAKEASYNCREPLY,
} from "@ws2kit/spi";
import { unlessFault } from "../calls/fault.js";
import { isNumber } from "../calls/given.js";
import { AsyncRequests } from "../kernel/async-requests.js";
import { WindowObject } from "../kernel/message-queue.js";
import { type Api, ws2Call } from "./call.js";
import { protocolByName, protocolByNumber, serviceByName, serviceByPort } from "./databases.js";
import { hostInNameSpaces } from "./name-space-resolution.js";
import { hostByAddress } from "./resolution.js";

/*
 * Look-ups whose results are posted as window messages. wParam is the request's handle; lParam holds a code
 * (WSAGETASYNCERROR) and the length of the structure in bytes (WSAGETASYNCBUFLEN). The look-up runs in the next turn or
 * wait, and blocks as long as the system's resolver does. A call with a wrong argument returns 0 and posts nothing. A
 * failure of the look-up itself, or a buffer that is too small, is reported by the message.
 */

/** A look-up as a function of a process. It returns the structure or a code. */
type LookUp<Process, Args extends unknown[], T> = (process: Process, ...args: Args) => T | number;
type Request<Args extends unknown[]> = (
  hWnd: HWND,
  wMsg: number,
  ...args: [...Args, buf: Pointer, buflen: number]
) => HANDLE | 0;

/** Makes a function that does a look-up later, writes the structure to `buf`, and posts a message. */
function asyncLookUp<Args extends unknown[], T>(
  lookUp: LookUp<Parameters<Api<unknown>>[0], Args, T>,
  encode: (found: T) => Uint8Array,
): Api<Request<Args>> {
  return (process) =>
    (hWnd, wMsg, ...rest) => {
      const { handles, machine } = process;
      const isWindow = handles.find(hWnd) instanceof WindowObject;
      if (process.unavailableCode !== 0 || !isWindow) return refuse(process.unavailableCode || WSAEINVAL);
      process.requests ??= requestsUntilCleanup();
      const { requests } = process;
      const handle = requests.begin();
      if (handle === 0) return refuse(WSAEWOULDBLOCK);
      const args = rest.slice(0, -2) as Args;
      const [buf, buflen] = rest.slice(-2) as [Pointer, number];
      machine.postRoutine(process, () => {
        if (process.requests !== requests || !requests.end(handle)) return;
        const found = unlessFault<T | number>(() => lookUp(process, ...args), WSAEFAULT);
        const bytes = isNumber(found) ? null : encode(found);
        const code = bytes === null ? (found as number) : store(bytes, buf, buflen);
        const window = handles.find(hWnd);
        if (!(window instanceof WindowObject)) return;
        const lParam = WSAMAKEASYNCREPLY(bytes === null ? 0 : bytes.length, code);
        window.post({ hwnd: hWnd, message: wMsg, wParam: handle, lParam, time: machine.platform.now() });
      });
      process.thread.lastError = 0;
      return handle;

      function refuse(code: number): 0 {
        process.fail(code);
        return 0;
      }

      // the last WSACleanup cancels the requests under way (WSAAsyncGetXByY/cleanup)
      function requestsUntilCleanup(): AsyncRequests {
        process.releases.push(() => {
          process.requests = undefined;
        });
        return new AsyncRequests();
      }
    };
}

/** Writes a structure to the caller's buffer. Returns 0, or a code; the buffer is unchanged then. */
function store(bytes: Uint8Array, buf: Pointer, buflen: number): number {
  if (!isBytes(buf) || !isNumber(buflen) || buflen > buf.length) return WSAEFAULT;
  if (!(buflen >= bytes.length)) return WSAENOBUFS;
  buf.set(bytes);
  return 0;
}

/**
 * Looks up the IPv4 addresses of a name, as `gethostbyname` does. The result is posted to a window.
 *
 * Codes of the call: WSAEINVAL (not a window), WSAEWOULDBLOCK (256 requests are under way), WSANOTINITIALISED. Codes of
 * the message: WSAHOST_NOT_FOUND, or the platform's; WSAENOBUFS (WSAGETASYNCBUFLEN is the length needed), WSAEFAULT.
 * Source: page remarks; page codes; design c.
 *
 * @param hWnd the window
 * @param wMsg the number of the message
 * @param name the name; `""` for this machine
 * @param buf receives the hostent, which `decodeHostent` reads
 * @param buflen bytes of room, MAXGETHOSTSTRUCT as a rule
 * @returns the request's handle, or 0
 */
export const WSAAsyncGetHostByName: Api<
  (hWnd: HWND, wMsg: number, name: string, buf: Pointer, buflen: number) => HANDLE | 0
> = /* @__PURE__ */ asyncLookUp(hostInNameSpaces, encodeHostent);

/**
 * Looks up the host of an address, as `gethostbyaddr` does. The result is posted to a window.
 *
 * Codes of the call: WSAEINVAL (not a window), WSAEWOULDBLOCK (256 requests are under way), WSANOTINITIALISED. Codes of
 * the message: WSANO_DATA, WSAEAFNOSUPPORT, or the platform's;
 * WSAENOBUFS (WSAGETASYNCBUFLEN is the length needed), WSAEFAULT. Source: page remarks; page codes; design c.
 *
 * @param hWnd the window
 * @param wMsg the number of the message
 * @param addr the 4 bytes of an IPv4 address or the 16 of an IPv6 address, in network order
 * @param len 4 or 16
 * @param type AF_INET or AF_INET6
 * @param buf receives the hostent, which `decodeHostent` reads
 * @param buflen bytes of room, MAXGETHOSTSTRUCT as a rule
 * @returns the request's handle, or 0
 */
export const WSAAsyncGetHostByAddr: Api<
  (hWnd: HWND, wMsg: number, addr: Pointer, len: number, type: number, buf: Pointer, buflen: number) => HANDLE | 0
> = /* @__PURE__ */ asyncLookUp(hostByAddress, encodeHostent);

/**
 * Looks up a service by its name, as `getservbyname` does. The result is posted to a window.
 *
 * Codes of the call: WSAEINVAL (not a window), WSAEWOULDBLOCK (256 requests are under way), WSANOTINITIALISED. Codes of
 * the message: WSANO_DATA;
 * WSAENOBUFS (WSAGETASYNCBUFLEN is the length needed), WSAEFAULT. Source: page remarks; page codes; design c.
 *
 * @param hWnd the window
 * @param wMsg the number of the message
 * @param name the service, `"http"`
 * @param proto `"tcp"`, `"udp"`, or null for the first of the two that has the service
 * @param buf receives the servent, which `decodeServent` reads
 * @param buflen bytes of room, MAXGETHOSTSTRUCT as a rule
 * @returns the request's handle, or 0
 */
export const WSAAsyncGetServByName: Api<
  (hWnd: HWND, wMsg: number, name: string, proto: string | null, buf: Pointer, buflen: number) => HANDLE | 0
> = /* @__PURE__ */ asyncLookUp(serviceByName, encodeServent);

/**
 * Looks up a service by its port, as `getservbyport` does. The result is posted to a window.
 *
 * Codes of the call: WSAEINVAL (not a window), WSAEWOULDBLOCK (256 requests are under way), WSANOTINITIALISED. Codes of
 * the message: WSANO_DATA;
 * WSAENOBUFS (WSAGETASYNCBUFLEN is the length needed), WSAEFAULT. Source: page remarks; page codes; design c.
 *
 * @param hWnd the window
 * @param wMsg the number of the message
 * @param port the port, in network byte order
 * @param proto `"tcp"`, `"udp"`, or null for the first of the two that has the service
 * @param buf receives the servent, which `decodeServent` reads
 * @param buflen bytes of room, MAXGETHOSTSTRUCT as a rule
 * @returns the request's handle, or 0
 */
export const WSAAsyncGetServByPort: Api<
  (hWnd: HWND, wMsg: number, port: number, proto: string | null, buf: Pointer, buflen: number) => HANDLE | 0
> = /* @__PURE__ */ asyncLookUp(serviceByPort, encodeServent);

/**
 * Looks up a protocol by its name, as `getprotobyname` does. The result is posted to a window.
 *
 * Codes of the call: WSAEINVAL (not a window), WSAEWOULDBLOCK (256 requests are under way), WSANOTINITIALISED. Codes of
 * the message: WSANO_DATA;
 * WSAENOBUFS (WSAGETASYNCBUFLEN is the length needed), WSAEFAULT. Source: page remarks; page codes; design c.
 *
 * @param hWnd the window
 * @param wMsg the number of the message
 * @param name the protocol, `"tcp"`
 * @param buf receives the protoent, which `decodeProtoent` reads
 * @param buflen bytes of room, MAXGETHOSTSTRUCT as a rule
 * @returns the request's handle, or 0
 */
export const WSAAsyncGetProtoByName: Api<
  (hWnd: HWND, wMsg: number, name: string, buf: Pointer, buflen: number) => HANDLE | 0
> = /* @__PURE__ */ asyncLookUp(protocolByName, encodeProtoent);

/**
 * Looks up a protocol by its number, as `getprotobynumber` does. The result is posted to a window.
 *
 * Codes of the call: WSAEINVAL (not a window), WSAEWOULDBLOCK (256 requests are under way), WSANOTINITIALISED. Codes of
 * the message: WSANO_DATA;
 * WSAENOBUFS (WSAGETASYNCBUFLEN is the length needed), WSAEFAULT. Source: page remarks; page codes; design c.
 *
 * @param hWnd the window
 * @param wMsg the number of the message
 * @param number IPPROTO_*
 * @param buf receives the protoent, which `decodeProtoent` reads
 * @param buflen bytes of room, MAXGETHOSTSTRUCT as a rule
 * @returns the request's handle, or 0
 */
export const WSAAsyncGetProtoByNumber: Api<
  (hWnd: HWND, wMsg: number, number: number, buf: Pointer, buflen: number) => HANDLE | 0
> = /* @__PURE__ */ asyncLookUp(protocolByNumber, encodeProtoent);

/**
 * Cancels a request of WSAAsyncGetHostByName or another WSAAsyncGet* function: no message is posted.
 *
 * Codes: WSAEALREADY (the look-up is done: its message is posted), WSAEINVAL (not a request), WSANOTINITIALISED.
 * Source: page codes; page remarks.
 *
 * @param hAsyncTaskHandle the request's handle
 * @returns 0, or SOCKET_ERROR
 */
export const WSACancelAsyncRequest: Api<(hAsyncTaskHandle: HANDLE) => number> = ws2Call(
  ({ requests }, hAsyncTaskHandle) => {
    if (requests?.end(hAsyncTaskHandle)) return 0;
    return -(requests?.knows(hAsyncTaskHandle) ? WSAEALREADY : WSAEINVAL);
  },
);
