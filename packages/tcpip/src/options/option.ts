import {
  AF_INET,
  AF_INET6,
  DWORD,
  IPPROTO_IP,
  IPPROTO_IPV6,
  type Pointer,
  type Ref,
  WSAEINVAL,
  WSAENOPROTOOPT,
  WSAEOPNOTSUPP,
} from "@ws2kit/spi";
import type { Socket } from "../socket/socket.js";
import type { Tcpip } from "../socket/tcpip.js";
import { type Form, small } from "./option-forms.js";

/**
 * An option that is a number, and its layout in a caller's bytes. `get` and `set` receive `level` and `optname`. An
 * option without `set` can only be read.
 */
export interface Option {
  /** The layout of its value in bytes. */
  readonly form: Form;
  /** Returns the value, or a negative code. */
  get(socket: Socket, level: number, optname: number): number;
  /** Sets the value. Returns 0 or a negative code. */
  set?: Setter;
  /** Whether this kind of socket lacks the option. */
  lacks?(socket: Socket): boolean;
}

export type Setter = (socket: Socket, value: number, level: number, optname: number) => number;

/**
 * An option that reads and writes a caller's bytes itself. A call whose function is absent fails with WSAENOPROTOOPT.
 */
export interface RawOption {
  readonly form?: undefined;
  readonly lacks?: undefined;
  /** Writes at most `optlen.value` bytes, and the length to `optlen`. Returns 0 or a negative code. */
  getBytes?(socket: Socket, optval: Uint8Array, optlen: Ref<number>, level: number, optname: number): number;
  /** Sets the option from `optlen` bytes. Returns 0 or a negative code. */
  setBytes?(socket: Socket, optval: Pointer, optlen: number, tcp: Tcpip, level: number, optname: number): number;
}

/** Options by level and number. */
export type OptionTable = Readonly<Record<number, Readonly<Record<number, Option | RawOption>>>>;

/** The key under which an option's value is stored. */
function key(level: number, optname: number): number {
  return level * 0x10000 + (optname & 0xffff);
}

/** The value that was stored for an option, or `otherwise`. */
export function storedValue(socket: Socket, level: number, optname: number, otherwise = 0): number {
  return socket.stored?.get(key(level, optname)) ?? otherwise;
}

/** Stores a value, without calling the stack. */
export const store = (socket: Socket, value: number, level: number, optname: number): 0 => {
  socket.stored ??= new Map();
  socket.stored.set(key(level, optname), value);
  return 0;
};

/** Sets the option in the stack, and stores the value. The value is stored even if the stack lacks the option. */
export const forward: Setter = (socket, value, level, optname) => {
  const result = hasLevel(socket, level)
    ? socket.context.network.setsockopt(socket.fd, level, optname, DWORD(value), 4)
    : 0;
  return result < 0 && result !== -WSAENOPROTOOPT ? result : store(socket, value, level, optname);
};

/** As `forward`, for a number from `least` to 255; -1 stands for the initial one. Source: oracle options. */
export const forwardOctet =
  (initial: number, least = 0): Setter =>
  (socket, value, level, optname) => {
    const wanted = value === 0xffffffff ? initial : value;
    return wanted < least || wanted > 255 ? -WSAEINVAL : forward(socket, wanted, level, optname);
  };

/** An option that the provider stores and returns as it was set. It does not reach the stack. */
export function stored(form: Form, initial = 0, set: Setter = store): Option {
  return { form, get: (socket, level, optname) => storedValue(socket, level, optname, initial), set };
}

/** As `stored`, and forwards the value to the stack. */
export const forwarded = (form: Form, initial = 0): Option => stored(form, initial, forward);

/** As `forwarded`, for a number of one byte. */
export const octet = (initial: number, least = 0): Option => stored(small, initial, forwardOctet(initial, least));

/** Whether a socket has a level in the stack: IPPROTO_IP belongs to IPv4 sockets, IPPROTO_IPV6 to IPv6 sockets. */
function hasLevel(socket: Socket, level: number): boolean {
  if (level === IPPROTO_IP) return socket.af === AF_INET;
  return level !== IPPROTO_IPV6 || socket.af === AF_INET6;
}

/**
 * An option of some sockets. On the others, calls fail with a code, by default the code for another protocol's option.
 */
function only(serves: (socket: Socket) => boolean, option: Option, getCode = 0, setCode = WSAEINVAL): Option {
  const { form, get, set } = option;
  return {
    form,
    get: (socket, ...at) => (serves(socket) ? get(socket, ...at) : -(getCode || foreign(socket))),
    set: set && ((socket, ...rest) => (serves(socket) ? set(socket, ...rest) : -setCode)),
  };
}

/** The code of getsockopt for an option of another protocol. */
function foreign(socket: Socket): number {
  return socket.af === AF_INET ? WSAEOPNOTSUPP : WSAEINVAL;
}

const isStream = (socket: Socket) => socket.isStream;
const isDatagram = (socket: Socket) => !socket.isStream;
const isIPv6 = (socket: Socket) => socket.af === AF_INET6;

/** An option of TCP: on UDP sockets it is another protocol's option. */
export const ofStreams = (option: Option): Option => only(isStream, option);
/** An option that only TCP sockets have. */
export const forStreams = (option: Option): Option => ({ ...option, lacks: isDatagram });
/** An option for multicast: WSAEINVAL on TCP sockets. */
export const forDatagrams = (option: Option): Option => only(isDatagram, option, WSAEINVAL);
/** An option of IPv6: on IPv4 sockets it is another protocol's option. */
export const ofIPv6 = (option: Option): Option => only(isIPv6, option);
