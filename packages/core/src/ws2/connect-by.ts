import {
  AF_INET,
  type addrinfo,
  decodeProtocolInfo,
  fd_set,
  isBytes,
  isRef,
  newaddrinfo,
  type Pointer,
  type Ref,
  readDWORD,
  ref,
  SO_ERROR,
  SO_PROTOCOL_INFOW,
  SO_TYPE,
  SOCK_STREAM,
  type SOCKET,
  type SOCKET_ADDRESS,
  type SOCKET_ADDRESS_LIST,
  SOL_SOCKET,
  sockaddr_in6,
  sockaddrFamily,
  sockaddrHost,
  sockaddrPort,
  type timeval,
  WSAEFAULT,
  WSAEHOSTUNREACH,
  WSAEINVAL,
  WSAETIMEDOUT,
  WSAEWOULDBLOCK,
  WSAPROTOCOL_INFOW_SIZE,
} from "@ws2kit/spi";
import { unlessFault } from "../calls/fault.js";
import { isNumber, isString } from "../calls/given.js";
import { connect, getpeername, getsockname } from "./addressing.js";
import type { Api } from "./call.js";
import { getaddrinfoInNameSpaces } from "./name-space-resolution.js";
import { getsockopt } from "./options-and-controls.js";
import { select } from "./select.js";

/** Where WSAConnectByNameW and WSAConnectByList write an address, or null. */
interface Room {
  readonly length: Ref<number> | null;
  readonly name: Pointer;
}

/**
 * Connects a stream to a host and a service by their names. It tries the host's addresses in order, until one accepts.
 * An IPv6 socket without IPV6_V6ONLY connects to IPv4 addresses too. It blocks, even on a non-blocking socket. The
 * timeout is checked between two addresses: it does not interrupt a connect on a blocking socket.
 *
 * Codes: WSAEINVAL (a null name, a Reserved that is not null, no stream), WSAEFAULT (too little room), those of
 * `getaddrinfo` and of the last `connect`, WSAETIMEDOUT, WSAENOTSOCK. Source: page remarks.
 *
 * @param nodename the host's name or address
 * @param servicename the service's name or port number
 * @param LocalAddressLength holds the length of `LocalAddress` in bytes, and receives the length of the address
 * @param LocalAddress receives the local address; may be null
 * @param RemoteAddressLength holds the length of `RemoteAddress` in bytes, and receives the length of the address
 * @param RemoteAddress receives the peer's address; may be null
 * @param timeout `{ tv_sec, tv_usec }`: seconds and microseconds; null for no limit
 * @param Reserved null
 * @returns `true`, or `false`
 */
export const WSAConnectByNameW: Api<
  (
    s: SOCKET,
    nodename: string | null,
    servicename: string | null,
    LocalAddressLength: Ref<number> | null,
    LocalAddress: Pointer,
    RemoteAddressLength: Ref<number> | null,
    RemoteAddress: Pointer,
    timeout: timeval | null,
    Reserved: null,
  ) => boolean
> =
  (process) =>
  (
    s,
    nodename,
    servicename,
    LocalAddressLength,
    LocalAddress,
    RemoteAddressLength,
    RemoteAddress,
    timeout,
    Reserved,
  ) => {
    if (process.socketOf(s) === null) return false;
    if (!isString(nodename) || !isString(servicename) || Reserved !== null) return refuse(process)(WSAEINVAL);
    const found = ref<addrinfo | null>(null);
    const hints = newaddrinfo({ ai_socktype: SOCK_STREAM });
    if (getaddrinfoInNameSpaces(process)(nodename, servicename, hints, found) !== 0) return false;
    const names: Uint8Array[] = [];
    for (let one = found.value; one !== null; one = one.ai_next) names.push(one.ai_addr as Uint8Array);
    return connectToOne(process)(s, names.flatMap(usable(familyOf(process)(s))), timeout, [
      { length: LocalAddressLength, name: LocalAddress },
      { length: RemoteAddressLength, name: RemoteAddress },
    ]);
  };

/**
 * Connects a stream to an address of a list. It tries the addresses in order, until one accepts. An IPv6 socket without
 * IPV6_V6ONLY connects to IPv4-mapped addresses too. It blocks, even on a non-blocking socket. The timeout is checked
 * between two addresses: it does not interrupt a connect on a blocking socket.
 *
 * Codes: WSAEINVAL (an empty list, a Reserved that is not null, no stream), WSAEFAULT (a list that cannot be read, too
 * little room), those of the last `connect`, WSAETIMEDOUT, WSAENOTSOCK. Source: page remarks.
 *
 * @param SocketAddress the addresses with their ports: `{ iAddressCount, Address }`
 * @param LocalAddressLength holds the length of `LocalAddress` in bytes, and receives the length of the address
 * @param LocalAddress receives the local address; may be null
 * @param RemoteAddressLength holds the length of `RemoteAddress` in bytes, and receives the length of the address
 * @param RemoteAddress receives the peer's address; may be null
 * @param timeout `{ tv_sec, tv_usec }`: seconds and microseconds; null for no limit
 * @param Reserved null
 * @returns `true`, or `false`
 */
export const WSAConnectByList: Api<
  (
    s: SOCKET,
    SocketAddress: SOCKET_ADDRESS_LIST,
    LocalAddressLength: Ref<number> | null,
    LocalAddress: Pointer,
    RemoteAddressLength: Ref<number> | null,
    RemoteAddress: Pointer,
    timeout: timeval | null,
    Reserved: null,
  ) => boolean
> =
  (process) =>
  (s, SocketAddress, LocalAddressLength, LocalAddress, RemoteAddressLength, RemoteAddress, timeout, Reserved) => {
    if (process.socketOf(s) === null) return false;
    if (Reserved !== null) return refuse(process)(WSAEINVAL);
    const names = unlessFault(() => namesOf(SocketAddress), null);
    if (names !== null && names.length === 0) return refuse(process)(WSAEINVAL);
    if (names === null) return refuse(process)(WSAEFAULT);
    return connectToOne(process)(s, names, timeout, [
      { length: LocalAddressLength, name: LocalAddress },
      { length: RemoteAddressLength, name: RemoteAddress },
    ]);
  };

/** The addresses of a list; null if the array is shorter than `iAddressCount`. */
function namesOf({ iAddressCount, Address }: SOCKET_ADDRESS_LIST): Uint8Array[] | null {
  if (!isNumber(iAddressCount) || !Array.isArray(Address) || !(iAddressCount <= Address.length)) return null;
  const names: Uint8Array[] = [];
  for (const { lpSockaddr, iSockaddrLength } of Address.slice(0, iAddressCount) as SOCKET_ADDRESS[]) {
    if (!isBytes(lpSockaddr) || !(iSockaddrLength >= 2 && iSockaddrLength <= lpSockaddr.length)) return null;
    names.push(lpSockaddr.subarray(0, iSockaddrLength));
  }
  return names;
}

/** The family of a socket; 0 if its provider does not report it. */
const familyOf: Api<(s: SOCKET) => number> = (process) => (s) => {
  const info = new Uint8Array(WSAPROTOCOL_INFOW_SIZE);
  const result = getsockopt(process)(s, SOL_SOCKET, SO_PROTOCOL_INFOW, info, ref(info.length));
  return result === 0 ? decodeProtocolInfo(info).iAddressFamily : 0;
};

/**
 * Maps an address to the addresses that a socket of `family` can connect to: for an IPv6 socket, an IPv4 address
 * becomes IPv4-mapped; for an address of another family, none.
 */
function usable(family: number): (name: Uint8Array) => readonly Uint8Array[] {
  return (name) => {
    const own = sockaddrFamily(name);
    if (family === 0 || own === family) return [name];
    return own === AF_INET ? [sockaddr_in6(`::ffff:${sockaddrHost(name)}`, sockaddrPort(name))] : [];
  };
}

const refuse: Api<(code: number) => false> = (process) => (code) => {
  process.fail(code);
  return false;
};

/** Connects to the first of the addresses that accepts, and writes both ends. */
const connectToOne: Api<
  (s: SOCKET, names: readonly Uint8Array[], timeout: timeval | null, rooms: readonly [Room, Room]) => boolean
> = (process) => (s, names, timeout, rooms) => {
  const fail = refuse(process);
  const time = timeout === null ? Number.POSITIVE_INFINITY : unlessFault(() => milliseconds(timeout), Number.NaN);
  if (Number.isNaN(time)) return fail(WSAEFAULT);
  const type = new Uint8Array(4);
  if (getsockopt(process)(s, SOL_SOCKET, SO_TYPE, type, ref(4)) !== 0) return false;
  if (readDWORD(type) !== SOCK_STREAM) return fail(WSAEINVAL);
  const { platform } = process.machine;
  const end = platform.now() + time;
  let code = WSAEHOSTUNREACH;
  for (const name of names) {
    const hasRoom = unlessFault(() => rooms.every((room) => holdsName(room, name.length)), false);
    const result = hasRoom ? attempt(process)(s, name, end) : WSAEFAULT;
    if (result === 0) return writeEnds(process)(s, rooms);
    code = result;
    if (platform.now() >= end) return fail(WSAETIMEDOUT);
  }
  return fail(code);
};

/** Connects to one address. Returns 0 or the code. */
const attempt: Api<(s: SOCKET, name: Uint8Array, end: number) => number> = (process) => (s, name, end) => {
  if (connect(process)(s, name, name.length) === 0) return 0;
  const { thread, machine } = process;
  if (thread.lastError !== WSAEWOULDBLOCK) return thread.lastError;
  const left = end - machine.platform.now();
  const time = end === Number.POSITIVE_INFINITY ? null : { tv_sec: 0, tv_usec: Math.max(left, 0) * 1000 };
  const ready = select(process)(0, null, fd_set(s), fd_set(s), time);
  if (ready <= 0) return ready === 0 ? WSAETIMEDOUT : thread.lastError;
  const error = new Uint8Array(4);
  return getsockopt(process)(s, SOL_SOCKET, SO_ERROR, error, ref(4)) === 0 ? readDWORD(error) : thread.lastError;
};

/**
 * Writes the local and the remote address of a connection to the caller's buffers. Returns false if one is too small.
 */
const writeEnds: Api<(s: SOCKET, rooms: readonly [Room, Room]) => boolean> =
  (process) =>
  (s, [local, remote]) => {
    if (local.name !== null && getsockname(process)(s, local.name, local.length as Ref<number>) !== 0) return false;
    if (remote.name !== null && getpeername(process)(s, remote.name, remote.length as Ref<number>) !== 0) return false;
    process.thread.lastError = 0;
    return true;
  };

/** Whether an address of `size` bytes fits. A null buffer always fits, as it receives nothing. */
function holdsName({ name, length }: Room, size: number): boolean {
  return name === null || (isBytes(name) && isRef(length) && length.value >= size && name.length >= size);
}

/** A timeval in milliseconds; NaN if it is not a timeval. */
function milliseconds({ tv_sec, tv_usec }: timeval): number {
  return isNumber(tv_sec) && isNumber(tv_usec) ? tv_sec * 1000 + Math.ceil(tv_usec / 1000) : Number.NaN;
}
