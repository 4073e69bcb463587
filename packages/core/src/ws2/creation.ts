import {
  copyProtocolInfo,
  freezeProtocolInfo,
  type GROUP,
  INVALID_SOCKET,
  isBytes,
  type LPCONDITIONPROC,
  type Pointer,
  type Ref,
  type SOCKET,
  WSA_FLAG_OVERLAPPED,
  WSAEFAULT,
  WSAEINVAL,
  WSAEPROVIDERFAILEDINIT,
  type WSAPROTOCOL_INFOW,
} from "@ws2kit/spi";
import { unlessFault } from "../calls/fault.js";
import { isNumber } from "../calls/given.js";
import type { CatalogEntry } from "../catalog/catalog.js";
import { chooseEntry } from "../catalog/selection.js";
import { isSocketObject, OVERLAPPED } from "../kernel/socket-object.js";
import type { Process } from "../process.js";
import { type Api, callForSocket, newSocketCall, slotCall } from "./call.js";

/**
 * Creates a socket. If `lpProtocolInfo` is null, the first catalog entry that serves (af, type, protocol) selects the
 * provider. Otherwise its dwCatalogEntryId alone does. In both cases the provider receives af, type and protocol as
 * passed.
 *
 * Codes: WSANOTINITIALISED, WSAENETDOWN, WSAEAFNOSUPPORT, WSAEINPROGRESS, WSAEMFILE, WSAENOBUFS, WSAEPROTONOSUPPORT,
 * WSAEPROTOTYPE, WSAESOCKTNOSUPPORT, WSAEINVAL, WSAEFAULT, WSAEINVALIDPROVIDER, WSAEINVALIDPROCTABLE,
 * WSAEPROVIDERFAILEDINIT. Source: WSASocket (CE); reference §5.
 *
 * @param af address family; 0 for any, FROM_PROTOCOL_INFO for the value in `lpProtocolInfo`
 * @param type SOCK_*; 0 for any, FROM_PROTOCOL_INFO for the value in `lpProtocolInfo`
 * @param protocol IPPROTO_*; 0 for the entry's own, FROM_PROTOCOL_INFO for the value in `lpProtocolInfo`
 * @param lpProtocolInfo an entry of WSAEnumProtocolsW, the information that WSADuplicateSocketW wrote, or null
 * @param g 0, a group to join, SG_UNCONSTRAINED_GROUP or SG_CONSTRAINED_GROUP
 * @param dwFlags WSA_FLAG_*, combined with `|`; WSA_FLAG_OVERLAPPED allows overlapped calls
 * @returns the socket, or INVALID_SOCKET
 *
 * @example Creates a TCP socket for overlapped calls.
 * ```ts
 * const s = ws2.WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, null, 0, WSA_FLAG_OVERLAPPED);
 * if (s === INVALID_SOCKET) machine.platform.log("WSASocketW:", ws2.WSAGetLastError());
 * ```
 */
export const WSASocketW: Api<
  (
    af: number,
    type: number,
    protocol: number,
    lpProtocolInfo: WSAPROTOCOL_INFOW | null,
    g: GROUP,
    dwFlags: number,
  ) => SOCKET
> = (process) => (af, type, protocol, lpProtocolInfo, g, dwFlags) =>
  create(process, "WSASocketW", af, type, protocol, lpProtocolInfo, g, dwFlags);

/**
 * Creates a socket, as WSASocketW does with a null `lpProtocolInfo` and no group. The socket allows overlapped calls
 * unless SO_OPENTYPE is set.
 *
 * Codes: WSANOTINITIALISED, WSAENETDOWN, WSAEAFNOSUPPORT, WSAEINPROGRESS, WSAEMFILE, WSAENOBUFS, WSAEPROTONOSUPPORT,
 * WSAEPROTOTYPE, WSAESOCKTNOSUPPORT, WSAEINVAL, WSAEINVALIDPROVIDER, WSAEINVALIDPROCTABLE, WSAEPROVIDERFAILEDINIT.
 * Source: reference §5.1.
 *
 * @param af address family, AF_INET or AF_INET6; 0 for any
 * @param type SOCK_STREAM, SOCK_DGRAM; 0 for any
 * @param protocol IPPROTO_*; 0 for the entry's own
 * @returns the socket, or INVALID_SOCKET
 */
export const socket: Api<(af: number, type: number, protocol: number) => SOCKET> = (process) => (af, type, protocol) =>
  create(process, "socket", af, type, protocol, null, 0, process.thread.openType === 0 ? WSA_FLAG_OVERLAPPED : 0);

function create(
  process: Process,
  call: string,
  af: number,
  type: number,
  protocol: number,
  lpProtocolInfo: WSAPROTOCOL_INFOW | null,
  g: GROUP,
  dwFlags: number,
): SOCKET {
  if (process.unavailableCode !== 0) return process.fail(process.unavailableCode) as SOCKET;
  if (!isNumber(af) || !isNumber(type) || !isNumber(protocol)) {
    return process.fail(WSAEINVAL) as SOCKET;
  }
  if (!isNumber(g) || !isNumber(dwFlags)) return process.fail(WSAEINVAL) as SOCKET;
  const entry =
    lpProtocolInfo === null || lpProtocolInfo === undefined
      ? chooseEntry(process.entries, af | 0, type | 0, protocol | 0, process.machine.profile.architecture.mixedTriple)
      : namedEntry(process, lpProtocolInfo);
  if (isNumber(entry)) return process.fail(entry) as SOCKET;
  const provider = process.loader.load(entry);
  if (isNumber(provider)) return process.fail(provider) as SOCKET;
  // WSASocketW/arguments/unmodified: the provider receives the whole info, and af, type and protocol as passed
  const info =
    lpProtocolInfo === null || lpProtocolInfo === undefined ? entry : unlessFault(() => snapshot(lpProtocolInfo), null);
  if (info === null) return process.fail(WSAEFAULT) as SOCKET;
  const s = callForSocket(process, call, provider, "WSPSocket", (lpErrno) =>
    provider.slots.WSPSocket(af | 0, type | 0, protocol | 0, info, g >>> 0, dwFlags >>> 0, lpErrno),
  );
  if (s === INVALID_SOCKET && process.thread.lastError === WSAEPROVIDERFAILEDINIT) process.loader.recordMissing(entry);
  // sharing/import/flags-ignored: a duplicate has the overlapped attribute of its original
  if ((dwFlags & WSA_FLAG_OVERLAPPED) !== 0 || info.dwProviderReserved !== 0) markOverlapped(process, s);
  return s;
}

/** A socket with the overlapped attribute can be tied to a completion port. */
function markOverlapped(process: Process, s: SOCKET): void {
  const object = process.handles.find(s);
  if (isSocketObject(object)) object.kind |= OVERLAPPED;
}

/** The entry that an info names by its id, or the code. ws2 reads only the id. */
function namedEntry(process: Process, info: WSAPROTOCOL_INFOW): CatalogEntry | number {
  if (typeof info !== "object" || isBytes(info)) return WSAEFAULT;
  return unlessFault<CatalogEntry | number>(() => process.entry(info.dwCatalogEntryId) ?? WSAEINVAL, WSAEFAULT);
}

function snapshot(info: WSAPROTOCOL_INFOW): CatalogEntry {
  return Object.isFrozen(info) ? info : freezeProtocolInfo(copyProtocolInfo(info));
}

/**
 * Returns a socket for the next connection of a listening socket.
 *
 * Codes: WSAENETDOWN, WSAEFAULT, WSAEINTR, WSAEINPROGRESS, WSAEINVAL (not listening), WSAEMFILE, WSAENOBUFS,
 * WSAENOTSOCK, WSAEOPNOTSUPP, WSAEWOULDBLOCK, WSAECONNRESET. Source: reference §1 slot 0.
 *
 * @param addr receives the peer's address; may be null
 * @param addrlen holds the length of the buffer in bytes, and receives the length of the address; null without `addr`
 * @returns the new socket, or INVALID_SOCKET
 */
export const accept = newSocketCall(
  "accept",
  "WSPAccept",
  (slots, lpErrno, s, addr: Pointer = null, addrlen: Ref<number> | null = null) =>
    slots.WSPAccept(s, addr, addrlen, null, 0, lpErrno),
);

/**
 * Accepts a connection as `accept` does, if a condition function agrees. The function runs on this thread, and calls of
 * Winsock inside it return WSAEINPROGRESS.
 *
 * Codes: those of `accept`; WSAECONNREFUSED (CF_REJECT), WSATRY_AGAIN (CF_DEFER: the request stays first in the queue).
 * Source: reference §1.2.
 *
 * @param addr receives the peer's address; may be null
 * @param addrlen holds the length of the buffer in bytes, and receives the length of the address; null without `addr`
 * @param lpfnCondition returns CF_ACCEPT, CF_REJECT or CF_DEFER; null accepts
 * @param dwCallbackData any value, passed to the condition function
 * @returns the new socket, or INVALID_SOCKET
 */
export const WSAAccept: Api<
  (
    s: SOCKET,
    addr: Pointer,
    addrlen: Ref<number> | null,
    lpfnCondition: LPCONDITIONPROC | null,
    dwCallbackData: unknown,
  ) => SOCKET
> = (process) => {
  const call = newSocketCall(
    "WSAAccept",
    "WSPAccept",
    (slots, lpErrno, s, addr: Pointer, addrlen: Ref<number> | null, condition: LPCONDITIONPROC | null, data: unknown) =>
      slots.WSPAccept(s, addr, addrlen, condition, data, lpErrno),
  )(process);
  return (s, addr, addrlen, lpfnCondition, dwCallbackData) => {
    if (typeof lpfnCondition !== "function") return call(s, addr, addrlen, null, dwCallbackData);
    const guarded: LPCONDITIONPROC = (...args) => process.whileUnavailable(() => lpfnCondition(...args));
    return call(s, addr, addrlen, guarded, dwCallbackData);
  };
};

/**
 * Writes the information with which another process opens a second descriptor of the same socket: that process passes
 * it to WSASocketW, once.
 *
 * Codes: WSAENOTSOCK, WSAEINVAL (no such process), WSAEFAULT, WSAEMFILE, WSAENOBUFS, WSAENETDOWN; WSASYSCALLFAILURE
 * from a provider that does not share. Source: reference §10.
 *
 * @param dwProcessId `processId` of the process that will open the duplicate
 * @param lpProtocolInfo receives the information; `encodeProtocolInfo` converts it to its 628 bytes
 * @returns 0, or SOCKET_ERROR
 */
export const WSADuplicateSocketW = slotCall("WSADuplicateSocketW", "WSPDuplicateSocket", 2);

/**
 * Closes a socket. Data that was sent before is still transmitted, unless SO_LINGER is set. Overlapped operations end
 * with WSA_OPERATION_ABORTED.
 *
 * Codes: WSAENETDOWN, WSAENOTSOCK, WSAEINPROGRESS, WSAEWOULDBLOCK (SO_LINGER with a time on a non-blocking socket).
 * Source: reference §1.2.
 *
 * @returns 0, or SOCKET_ERROR
 */
export const closesocket = slotCall("closesocket", "WSPCloseSocket", 0);
