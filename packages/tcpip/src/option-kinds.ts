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
import type { Form } from "./option-forms.js";
import type { Socket } from "./socket.js";
import type { Tcpip } from "./tcpip.js";

/** An option that is a number, and how it lies in a caller's bytes. Without `set` it can only be read. */
export interface Option {
  readonly form: Form;
  /** The value, or a negative code. */
  get(socket: Socket): number;
  /** 0 or a negative code. */
  set?(socket: Socket, value: number): number;
  /** Whether a socket is of a kind that has no such option. */
  lacks?(socket: Socket): boolean;
}

/** An option that looks at a caller's bytes itself. What it lacks is WSAENOPROTOOPT. */
export interface RawOption {
  /** Writes at most `optlen.value` bytes and the length: 0 or a negative code. */
  give?(socket: Socket, optval: Uint8Array, optlen: Ref<number>): number;
  /** 0 or a negative code. */
  take?(socket: Socket, optval: Pointer, optlen: number, tcp: Tcpip): number;
}

/** Options by level and number. */
export type OptionTable = Readonly<Record<number, Readonly<Record<number, Option | RawOption>>>>;

/** Under which an option's value is stored. */
function key(level: number, optname: number): number {
  return level * 0x10000 + (optname & 0xffff);
}

export function stored(socket: Socket, level: number, optname: number, otherwise: number): number {
  return socket.stored?.get(key(level, optname)) ?? otherwise;
}

export function store(socket: Socket, level: number, optname: number, value: number): void {
  socket.stored ??= new Map();
  socket.stored.set(key(level, optname), value);
}

/** An option that is kept and returned as it was set, and means nothing to the stack. */
export function kept(level: number, optname: number, form: Form, initial = 0): Option {
  return {
    form,
    get: (socket) => stored(socket, level, optname, initial),
    set(socket, value) {
      store(socket, level, optname, value);
      return 0;
    },
  };
}

/** As `kept`, and the stack is told: what it lacks is stored all the same. */
export function told(level: number, optname: number, form: Form, initial = 0): Option {
  const option = kept(level, optname, form, initial);
  return {
    ...option,
    set(socket, value) {
      const result = hasLevel(socket, level)
        ? socket.station.network.setsockopt(socket.fd, level, optname, DWORD(value), 4)
        : 0;
      if (result < 0 && result !== -WSAENOPROTOOPT) return result;
      store(socket, level, optname, value);
      return 0;
    },
  };
}

/** A number up to 255 that the stack is told; -1 stands for the default. Source: oracle "IP_TTL 256". */
export function octet(level: number, optname: number, form: Form, initial: number, least = 0): Option {
  const option = told(level, optname, form, initial);
  return {
    ...option,
    set(socket, value) {
      const wanted = value === 0xffffffff ? initial : value;
      return wanted < least || wanted > 255 ? -WSAEINVAL : (option.set as Setter)(socket, wanted);
    },
  };
}

export type Setter = NonNullable<Option["set"]>;

/** Whether the stack knows a level for this socket: the two IP levels are their own family's. */
function hasLevel(socket: Socket, level: number): boolean {
  if (level === IPPROTO_IP) return socket.family === AF_INET;
  return level !== IPPROTO_IPV6 || socket.family === AF_INET6;
}

/** An option of some sockets; the others answer a code, by default that of another protocol's option. */
function only(serves: (socket: Socket) => boolean, option: Option, getCode = 0, setCode = WSAEINVAL): Option {
  const { form, get, set } = option;
  return {
    form,
    get: (socket) => (serves(socket) ? get(socket) : -(getCode || foreign(socket))),
    set: set && ((socket, value) => (serves(socket) ? set(socket, value) : -setCode)),
  };
}

/** Getting an option of another protocol. */
function foreign(socket: Socket): number {
  return socket.family === AF_INET ? WSAEOPNOTSUPP : WSAEINVAL;
}

const isStream = (socket: Socket) => socket.isStream;
const isDatagram = (socket: Socket) => !socket.isStream;
const isIPv6 = (socket: Socket) => socket.family === AF_INET6;

/** TCP's own: UDP has another protocol. */
export const ofStreams = (option: Option): Option => only(isStream, option);
/** An option that only TCP sockets have. */
export const forStreams = (option: Option): Option => ({ ...option, lacks: isDatagram });
/** As datagrams alone are multicast: WSAEINVAL on TCP. */
export const forDatagrams = (option: Option): Option => only(isDatagram, option, WSAEINVAL);
/** IPv6's own. */
export const ofIPv6 = (option: Option): Option => only(isIPv6, option);
