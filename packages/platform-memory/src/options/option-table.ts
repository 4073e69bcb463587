import {
  AF_INET,
  AF_INET6,
  getUint32,
  IP_ADD_MEMBERSHIP,
  IP_DONTFRAGMENT,
  IP_DROP_MEMBERSHIP,
  IP_MULTICAST_IF,
  IP_MULTICAST_LOOP,
  IP_MULTICAST_TTL,
  IP_PKTINFO,
  IP_RECVTOS,
  IP_RECVTTL,
  IP_TOS,
  IP_TTL,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPPROTO_TCP,
  IPPROTO_UDP,
  IPV6_ADD_MEMBERSHIP,
  IPV6_DONTFRAG,
  IPV6_DROP_MEMBERSHIP,
  IPV6_HOPLIMIT,
  IPV6_MULTICAST_HOPS,
  IPV6_MULTICAST_IF,
  IPV6_MULTICAST_LOOP,
  IPV6_PKTINFO,
  IPV6_RECVTCLASS,
  IPV6_UNICAST_HOPS,
  IPV6_V6ONLY,
  SO_ACCEPTCONN,
  SO_BROADCAST,
  SO_DEBUG,
  SO_DONTLINGER,
  SO_DONTROUTE,
  SO_ERROR,
  SO_EXCLUSIVEADDRUSE,
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
  SOCK_DGRAM,
  SOCK_STREAM,
  SOL_SOCKET,
  setUint32,
  TCP_KEEPALIVE,
  TCP_KEEPCNT,
  TCP_KEEPINTVL,
  TCP_NODELAY,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOPROTOOPT,
  WSAENOTCONN,
} from "@ws2kit/spi";
import { IP_MTU, IPV6_MTU, UDP_SEND_MSG_SIZE } from "@ws2kit/spi/desktop-options";
import { MAX_DATAGRAM } from "../datagram/datagram-socket.js";
import type { Options } from "../host/option-values.js";
import type { Socket } from "../host/socket.js";
import { joinGroup, leaveGroup, setInterface } from "./membership.js";

/** An option. A call whose function is absent returns `-WSAENOPROTOOPT`. */
interface Option {
  get?(socket: Socket): number;
  set?(socket: Socket, value: number, bytes: Uint8Array, len: number): number;
  /** The only type of socket that supports it. */
  readonly type?: number;
  /** The code for other types of socket; `-WSAENOPROTOOPT` by default. */
  readonly otherwise?: number;
}

const integer = (key: keyof Options): Option => ({
  get: (socket) => socket.options[key],
  set: (socket, value) => socket.setOption(key, value),
});

const flag = (key: keyof Options): Option => ({
  get: (socket) => socket.options[key],
  set: (socket, value) => socket.setOption(key, value === 0 ? 0 : 1),
});

/** REUSEADDR and EXCLUSIVEADDRUSE: after one is set, setting the other fails. */
const sharing = (key: keyof Options, rival: keyof Options): Option => ({
  get: (socket) => socket.options[key],
  set: (socket, value) =>
    value !== 0 && socket.options[rival] !== 0 ? -WSAEINVAL : socket.setOption(key, value === 0 ? 0 : 1),
});

const stream = (option: Option): Option => ({ ...option, type: SOCK_STREAM });
const datagram = (option: Option): Option => ({ ...option, type: SOCK_DGRAM });
const multicast = (option: Option): Option => ({ ...option, type: SOCK_DGRAM, otherwise: -WSAEINVAL });

const linger: Option = {
  get: (socket) => (socket.options.lingerOn | (socket.options.lingerSeconds << 16)) >>> 0,
  set(socket, value) {
    socket.setOption("lingerSeconds", value >>> 16);
    return socket.setOption("lingerOn", (value & 0xffff) === 0 ? 0 : 1);
  },
};

const dontLinger: Option = {
  get: (socket) => (socket.options.lingerOn === 0 ? 1 : 0),
  set: (socket, value) => socket.setOption("lingerOn", value === 0 ? 1 : 0),
};

const error: Option = {
  get: (socket) => socket.takeError(),
  set(socket, value) {
    socket.error = value;
    return 0;
  },
};

/** Can be set only until the socket is bound. */
const v6Only: Option = {
  get: (socket) => socket.options.v6Only,
  set: (socket, value) => (socket.local !== null ? -WSAEINVAL : socket.setOption("v6Only", value === 0 ? 0 : 1)),
};

/** The longest packet of every link, in bytes. A longer datagram is not divided. */
const PATH_MTU = 1500;
const pathMtu: Option = { get: (socket) => (socket.remote === null ? -WSAENOTCONN : PATH_MTU) };

type Level = ReadonlyMap<number, Option>;

const SOCKET_LEVEL: Level = new Map([
  [SO_DEBUG, flag("debug")],
  [SO_ACCEPTCONN, { get: (socket) => (socket.listening ? 1 : 0) }],
  [SO_REUSEADDR, sharing("reuse", "exclusive")],
  [SO_EXCLUSIVEADDRUSE, sharing("exclusive", "reuse")],
  [SO_KEEPALIVE, flag("keepAlive")],
  [SO_DONTROUTE, flag("dontRoute")],
  [SO_BROADCAST, flag("broadcast")],
  [SO_LINGER, stream(linger)],
  [SO_DONTLINGER, stream(dontLinger)],
  [SO_OOBINLINE, flag("oobInline")],
  [SO_SNDBUF, integer("sendBuffer")],
  [SO_RCVBUF, integer("receiveBuffer")],
  [SO_SNDTIMEO, integer("sendTimeout")],
  [SO_RCVTIMEO, integer("receiveTimeout")],
  [SO_ERROR, error],
  [SO_TYPE, { get: (socket) => socket.type }],
  [SO_MAX_MSG_SIZE, datagram({ get: () => MAX_DATAGRAM })],
]);

const IPV4_LEVEL: Level = new Map([
  [IP_TOS, integer("typeOfService")],
  [IP_TTL, integer("timeToLive")],
  [IP_DONTFRAGMENT, flag("dontFragment")],
  [IP_MULTICAST_IF, multicast({ ...integer("multicastInterface"), set: setInterface })],
  [IP_MULTICAST_TTL, multicast(integer("multicastHops"))],
  [IP_MULTICAST_LOOP, multicast(flag("multicastLoop"))],
  [IP_ADD_MEMBERSHIP, datagram({ set: joinGroup })],
  [IP_DROP_MEMBERSHIP, datagram({ set: leaveGroup })],
  // stored only: recvmsg reports every header field, and the provider selects those that are asked for
  [IP_PKTINFO, datagram(flag("reportsAddress"))],
  [IP_RECVTTL, datagram(flag("reportsHops"))],
  [IP_RECVTOS, datagram(flag("reportsClass"))],
  [IP_MTU, pathMtu],
]);

const IPV6_LEVEL: Level = new Map([
  [IPV6_UNICAST_HOPS, integer("timeToLive")],
  [IPV6_MULTICAST_IF, multicast(integer("multicastInterface"))],
  [IPV6_MULTICAST_HOPS, multicast(integer("multicastHops"))],
  [IPV6_MULTICAST_LOOP, multicast(flag("multicastLoop"))],
  [IPV6_ADD_MEMBERSHIP, datagram({ set: joinGroup })],
  [IPV6_DROP_MEMBERSHIP, datagram({ set: leaveGroup })],
  [IPV6_DONTFRAG, flag("dontFragment")],
  [IPV6_PKTINFO, datagram(flag("reportsAddress"))],
  [IPV6_HOPLIMIT, datagram(flag("reportsHops"))],
  [IPV6_RECVTCLASS, datagram(flag("reportsClass"))],
  [IPV6_MTU, pathMtu],
  [IPV6_V6ONLY, v6Only],
]);

const TCP_LEVEL: Level = new Map([
  [TCP_NODELAY, stream(flag("noDelay"))],
  [TCP_KEEPALIVE, stream(integer("keepAliveSeconds"))],
  [TCP_KEEPINTVL, stream(integer("keepAliveInterval"))],
  [TCP_KEEPCNT, stream(integer("keepAliveCount"))],
]);

const UDP_LEVEL: Level = new Map([[UDP_SEND_MSG_SIZE, datagram(integer("segmentSize"))]]);

/** The options of a level for this socket's family; -WSAEINVAL for an unknown level. */
function levelOf(socket: Socket, level: number): Level | number {
  if (level === SOL_SOCKET) return SOCKET_LEVEL;
  if (level === IPPROTO_TCP) return TCP_LEVEL;
  if (level === IPPROTO_UDP) return UDP_LEVEL;
  if (level === IPPROTO_IP && socket.family === AF_INET) return IPV4_LEVEL;
  return level === IPPROTO_IPV6 && socket.family === AF_INET6 ? IPV6_LEVEL : -WSAEINVAL;
}

function optionOf(socket: Socket, level: number, optname: number): Option | number {
  const options = levelOf(socket, level);
  if (typeof options === "number") return options;
  const option = options.get(optname | 0);
  if (option === undefined) return -WSAENOPROTOOPT;
  return option.type !== undefined && option.type !== socket.type ? (option.otherwise ?? -WSAENOPROTOOPT) : option;
}

export function getOption(socket: Socket, level: number, optname: number, value: Uint8Array): number {
  const option = optionOf(socket, level, optname);
  if (typeof option === "number") return option;
  if (option.get === undefined) return -WSAENOPROTOOPT;
  if (value.length < 4) return -WSAEFAULT;
  setUint32(value, 0, option.get(socket));
  return 4;
}

export function setOption(socket: Socket, level: number, optname: number, value: Uint8Array, len: number): number {
  const option = optionOf(socket, level, optname);
  if (typeof option === "number") return option;
  if (option.set === undefined) return -WSAENOPROTOOPT;
  return len < 4 ? -WSAEFAULT : option.set(socket, getUint32(value, 0), value, len);
}
