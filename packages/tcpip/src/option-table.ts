import {
  getUint32,
  IP_ADD_MEMBERSHIP,
  IP_DONTFRAGMENT,
  IP_DROP_MEMBERSHIP,
  IP_MULTICAST_IF,
  IP_MULTICAST_LOOP,
  IP_MULTICAST_TTL,
  IP_TOS,
  IP_TTL,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPPROTO_TCP,
  IPV6_ADD_MEMBERSHIP,
  IPV6_DROP_MEMBERSHIP,
  IPV6_MULTICAST_HOPS,
  IPV6_MULTICAST_IF,
  IPV6_MULTICAST_LOOP,
  IPV6_UNICAST_HOPS,
  IPV6_V6ONLY,
  SO_ACCEPTCONN,
  SO_BROADCAST,
  SO_CONDITIONAL_ACCEPT,
  SO_DEBUG,
  SO_DONTLINGER,
  SO_DONTROUTE,
  SO_ERROR,
  SO_EXCLUSIVEADDRUSE,
  SO_GROUP_ID,
  SO_GROUP_PRIORITY,
  SO_KEEPALIVE,
  SO_LINGER,
  SO_MAX_MSG_SIZE,
  SO_OOBINLINE,
  SO_RCVBUF,
  SO_RCVTIMEO,
  SO_REUSEADDR,
  SO_SNDBUF,
  SO_SNDTIMEO,
  SO_TYPE,
  SOL_SOCKET,
  setUint32,
  TCP_NODELAY,
  WSAEINVAL,
  WSAENOPROTOOPT,
} from "@ws2kit/spi";
import { settle } from "./connecting.js";
import { byte, dword, type Form, flag, small } from "./option-forms.js";
import type { Socket } from "./socket.js";

/** One option: where its value lies, and how it lies in a caller's bytes. Without `set` it can only be read. */
export interface Option {
  readonly form: Form;
  /** The value, or a negative code. */
  get(socket: Socket): number;
  /** 0 or a negative code. */
  set?(socket: Socket, value: number): number;
}

/** Options by level and number. */
export type OptionTable = Readonly<Record<number, Readonly<Record<number, Option | RawOption>>>>;

/** An option whose bytes go to the stack as they are, and cannot be read back. */
export interface RawOption {
  readonly rawSize: number;
}

/** An option that the stack keeps. */
function stack(level: number, optname: number, form: Form): Option {
  const value = new Uint8Array(4);
  return {
    form,
    get(socket) {
      const result = socket.station.network.getsockopt(socket.fd, level, optname, value);
      return result < 0 ? result : getUint32(value, 0);
    },
    set(socket, wanted) {
      setUint32(value, 0, wanted);
      return socket.station.network.setsockopt(socket.fd, level, optname, value, 4);
    },
  };
}

/** An option that is kept and returned, and means nothing to the stack. */
function kept(level: number, optname: number, form: Form): Option {
  const key = level * 0x10000 + (optname & 0xffff);
  return {
    form,
    get: (socket) => socket.stored?.get(key) ?? 0,
    set(socket, value) {
      socket.stored ??= new Map();
      socket.stored.set(key, value);
      return 0;
    },
  };
}

/** SO_REUSEADDR and SO_EXCLUSIVEADDRUSE: whichever is set first keeps the other from being set. */
function exclusive(optname: number, other: number): Option {
  const own = stack(SOL_SOCKET, optname, flag);
  const rival = stack(SOL_SOCKET, other, flag);
  return {
    form: flag,
    get: own.get,
    set: (socket, value) =>
      value !== 0 && rival.get(socket) > 0 ? -WSAEINVAL : (own.set as NonNullable<Option["set"]>)(socket, value),
  };
}

const linger: Option = {
  form: dword,
  get: (socket) => (socket.linger < 0 ? 0 : (1 | (socket.linger << 16)) >>> 0),
  set(socket, value) {
    socket.linger = (value & 0xffff) === 0 ? -1 : value >>> 16;
    return 0;
  },
};

const dontLinger: Option = {
  form: flag,
  get: (socket) => (socket.linger < 0 ? 1 : 0),
  set(socket, value) {
    if (value !== 0) socket.linger = -1;
    return 0;
  },
};

const receiveTimeout: Option = {
  form: dword,
  get: (socket) => socket.receiveTimeout,
  set(socket, value) {
    socket.receiveTimeout = value;
    return 0;
  },
};

const sendTimeout: Option = {
  form: dword,
  get: (socket) => socket.sendTimeout,
  set(socket, value) {
    socket.sendTimeout = value;
    return 0;
  },
};

const error: Option = {
  form: dword,
  get(socket) {
    settle(socket);
    return socket.error;
  },
  set(socket, value) {
    socket.error = value;
    return 0;
  },
};

/** SO_CONDITIONAL_ACCEPT: only before listen. */
const conditional: Option = {
  form: flag,
  get: (socket) => (socket.isConditional ? 1 : 0),
  set(socket, value) {
    if (socket.isListening) return -WSAEINVAL;
    socket.isConditional = value !== 0;
    return 0;
  },
};

const groupPriority: Option = {
  form: dword,
  get: (socket) => socket.groupPriority,
  set(socket, value) {
    socket.groupPriority = value;
    return 0;
  },
};

/** The longest datagram that IP carries: 65535 less the headers of IPv4 and UDP. */
const LONGEST_DATAGRAM = 65507;

/** Socket options of every TCP/IP provider. Source: reference §4.2; oracle options. */
export const socketOptions = (): OptionTable => ({
  [SOL_SOCKET]: {
    [SO_DEBUG]: kept(SOL_SOCKET, SO_DEBUG, flag),
    [SO_ACCEPTCONN]: { form: flag, get: (socket) => (socket.isListening ? 1 : 0) },
    [SO_REUSEADDR]: exclusive(SO_REUSEADDR, SO_EXCLUSIVEADDRUSE),
    [SO_EXCLUSIVEADDRUSE]: exclusive(SO_EXCLUSIVEADDRUSE, SO_REUSEADDR),
    [SO_KEEPALIVE]: stack(SOL_SOCKET, SO_KEEPALIVE, flag),
    [SO_DONTROUTE]: kept(SOL_SOCKET, SO_DONTROUTE, flag),
    [SO_BROADCAST]: stack(SOL_SOCKET, SO_BROADCAST, flag),
    [SO_LINGER]: linger,
    [SO_DONTLINGER]: dontLinger,
    [SO_OOBINLINE]: stack(SOL_SOCKET, SO_OOBINLINE, flag),
    [SO_SNDBUF]: stack(SOL_SOCKET, SO_SNDBUF, dword),
    [SO_RCVBUF]: stack(SOL_SOCKET, SO_RCVBUF, dword),
    [SO_SNDTIMEO]: sendTimeout,
    [SO_RCVTIMEO]: receiveTimeout,
    [SO_ERROR]: error,
    [SO_TYPE]: { form: dword, get: (socket) => socket.info.iSocketType },
    [SO_MAX_MSG_SIZE]: {
      form: dword,
      get: (socket) => (socket.isStream ? -WSAENOPROTOOPT : LONGEST_DATAGRAM),
    },
    [SO_GROUP_ID]: { form: dword, get: (socket) => socket.group },
    [SO_GROUP_PRIORITY]: groupPriority,
    [SO_CONDITIONAL_ACCEPT]: conditional,
  },
  [IPPROTO_TCP]: {
    [TCP_NODELAY]: stack(IPPROTO_TCP, TCP_NODELAY, byte),
  },
  [IPPROTO_IP]: {
    [IP_TOS]: stack(IPPROTO_IP, IP_TOS, small),
    [IP_TTL]: stack(IPPROTO_IP, IP_TTL, small),
    [IP_MULTICAST_IF]: stack(IPPROTO_IP, IP_MULTICAST_IF, dword),
    [IP_MULTICAST_TTL]: stack(IPPROTO_IP, IP_MULTICAST_TTL, small),
    [IP_ADD_MEMBERSHIP]: { rawSize: 8 },
    [IP_DROP_MEMBERSHIP]: { rawSize: 8 },
    [IP_DONTFRAGMENT]: kept(IPPROTO_IP, IP_DONTFRAGMENT, flag),
  },
  [IPPROTO_IPV6]: {
    [IPV6_UNICAST_HOPS]: stack(IPPROTO_IPV6, IPV6_UNICAST_HOPS, small),
    [IPV6_MULTICAST_IF]: stack(IPPROTO_IPV6, IPV6_MULTICAST_IF, dword),
    [IPV6_MULTICAST_HOPS]: stack(IPPROTO_IPV6, IPV6_MULTICAST_HOPS, small),
    [IPV6_MULTICAST_LOOP]: stack(IPPROTO_IPV6, IPV6_MULTICAST_LOOP, flag),
    [IPV6_ADD_MEMBERSHIP]: { rawSize: 20 },
    [IPV6_DROP_MEMBERSHIP]: { rawSize: 20 },
    [IPV6_V6ONLY]: stack(IPPROTO_IPV6, IPV6_V6ONLY, small),
  },
});

/** `IP_MULTICAST_LOOP`, which not every system has. */
export const multicastLoop = (): OptionTable => ({
  [IPPROTO_IP]: { [IP_MULTICAST_LOOP]: stack(IPPROTO_IP, IP_MULTICAST_LOOP, flag) },
});
