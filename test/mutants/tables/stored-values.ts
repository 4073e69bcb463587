import {
  DWORD,
  IP_ADD_MEMBERSHIP,
  IP_DROP_MEMBERSHIP,
  IP_MULTICAST_IF,
  IP_OPTIONS,
  IPPROTO_IP,
  IPV6_ADD_MEMBERSHIP,
  type Ref,
  SIO_ADDRESS_LIST_QUERY,
  SIO_GET_BROADCAST_ADDRESS,
  SIO_IDEAL_SEND_BACKLOG_QUERY,
  SIO_MULTICAST_SCOPE,
  SIO_MULTIPOINT_LOOPBACK,
  SIO_ROUTING_INTERFACE_QUERY,
  SIO_UDP_CONNRESET,
  SO_CONNECT_TIME,
  SO_PROTOCOL_INFOA,
  SO_PROTOCOL_INFOW,
  SO_TYPE,
  SOL_SOCKET,
  TCP_KEEPCNT,
  WSAEINVAL,
  WSAENOTCONN,
  WSAEOPNOTSUPP,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import { mutants, type Row, refuse } from "../rows.js";

type Get = WSPPROC_TABLE["WSPGetSockOpt"];
type Set = WSPPROC_TABLE["WSPSetSockOpt"];
type Ioctl = WSPPROC_TABLE["WSPIoctl"];

/** WSPGetSockOpt that changes what it wrote for one option. */
const got = (level: number, option: number, change: (value: Uint8Array, length: Ref<number>) => void) => ({
  slots: {
    WSPGetSockOpt:
      (get: Get): Get =>
      (s, at, name, value, length, errno) => {
        const result = get(s, at, name, value, length, errno);
        if (at === level && name === option) change(value as Uint8Array, length as Ref<number>);
        return result;
      },
  },
});

/** WSPSetSockOpt that returns 0 for one option where it should fail with `code`. */
const accepting = (option: number, code = WSAEINVAL) => ({
  slots: {
    WSPSetSockOpt:
      (set: Set): Set =>
      (...args) => {
        const result = set(...args);
        return result !== 0 && args[2] === option && args[5].value === code ? 0 : result;
      },
  },
});

/** WSPIoctl that changes what it wrote for one control code. */
const controlled = (code: number, change: (output: Uint8Array, count: Ref<number>) => void) => ({
  slots: {
    WSPIoctl:
      (ioctl: Ioctl): Ioctl =>
      (s, given, input, size, output, ...rest) => {
        const result = ioctl(s, given, input, size, output, ...rest);
        if (result === 0 && given === code) change(output as Uint8Array, rest[1] as Ref<number>);
        return result;
      },
  },
});

/** WSPIoctl that does nothing for one control code, and returns 0. */
const idle = (code: number) => ({
  slots: {
    WSPIoctl:
      (ioctl: Ioctl): Ioctl =>
      (s, given, ...rest) =>
        given === code ? 0 : ioctl(s, given, ...rest),
  },
});

/** WSPIoctl that reports `to` in place of `from` for one control code. */
const refusing = (code: number, from: number, to: number) => ({
  slots: {
    WSPIoctl:
      (ioctl: Ioctl): Ioctl =>
      (...args) => {
        const result = ioctl(...args);
        return result !== 0 && args[1] === code && args[10].value === from ? refuse(args, to) : result;
      },
  },
});

const DESKTOP: readonly Row[] = [
  [
    "SO_PROTOCOL_INFOW does not report the length that it needs",
    "getsockopt/SO_PROTOCOL_INFO (too little room)",
    got(SOL_SOCKET, SO_PROTOCOL_INFOW, (value, length) => {
      length.value = value.length;
    }),
  ],
  [
    "SO_PROTOCOL_INFOA has a name of two bytes a character",
    "getsockopt/SO_PROTOCOL_INFOA",
    got(SOL_SOCKET, SO_PROTOCOL_INFOA, (value) => void value.fill(0, 117, 118)),
  ],
  [
    "IP_OPTIONS is not padded",
    "setsockopt/IP_OPTIONS",
    got(IPPROTO_IP, IP_OPTIONS, (_value, length) => {
      if (length.value === 8) length.value = 5;
    }),
  ],
  ["IP_ADD_MEMBERSHIP accepts a stream", "setsockopt/membership (IPv4)", accepting(IP_ADD_MEMBERSHIP)],
  ["IP_DROP_MEMBERSHIP leaves any group", "setsockopt/membership (IPv4)", accepting(IP_DROP_MEMBERSHIP)],
  ["IPV6_ADD_MEMBERSHIP accepts a stream", "setsockopt/membership (IPv6)", accepting(IPV6_ADD_MEMBERSHIP)],
  ["IP_MULTICAST_IF accepts any address", "setsockopt/IP_MULTICAST_IF", accepting(IP_MULTICAST_IF)],
  [
    "SO_CONNECT_TIME is in milliseconds",
    "getsockopt/SO_CONNECT_TIME",
    got(SOL_SOCKET, SO_CONNECT_TIME, (value) => {
      if (value[0] === 2) value.set(DWORD(2500));
    }),
  ],
  ["SO_TYPE of a datagram socket can be set", "setsockopt/SO_TYPE", accepting(SO_TYPE)],
  ["TCP_KEEPCNT has no limit", "getsockopt/keep-alive-times", accepting(TCP_KEEPCNT)],
  [
    "SIO_ROUTING_INTERFACE_QUERY returns the caller's port",
    "WSAIoctl/SIO_ROUTING_INTERFACE_QUERY (IPv4)",
    controlled(SIO_ROUTING_INTERFACE_QUERY, (output) => void output.fill(9, 3, 4)),
  ],
  [
    "SIO_ROUTING_INTERFACE_QUERY of IPv6 counts 16 bytes",
    "WSAIoctl/SIO_ROUTING_INTERFACE_QUERY (IPv6)",
    controlled(SIO_ROUTING_INTERFACE_QUERY, (_output, count) => {
      if (count.value === 28) count.value = 16;
    }),
  ],
  [
    "SIO_ROUTING_INTERFACE_QUERY returns the loopback for another host",
    "WSAIoctl/SIO_ROUTING_INTERFACE_QUERY (another host)",
    controlled(SIO_ROUTING_INTERFACE_QUERY, (output) => void output.set([127, 0, 0, 1], 4)),
  ],
  [
    "SIO_ADDRESS_LIST_QUERY counts the list without the addresses",
    "WSAIoctl/SIO_ADDRESS_LIST_QUERY (IPv4)",
    controlled(SIO_ADDRESS_LIST_QUERY, (output, count) => {
      count.value = 4 + 8 * output[0];
    }),
  ],
  [
    "SIO_ADDRESS_LIST_QUERY of IPv6 counts a byte too many",
    "WSAIoctl/SIO_ADDRESS_LIST_QUERY (IPv6)",
    controlled(SIO_ADDRESS_LIST_QUERY, (_output, count) => {
      count.value += 1;
    }),
  ],
  ["SIO_UDP_CONNRESET does nothing", "WSAIoctl/SIO_UDP_CONNRESET", idle(SIO_UDP_CONNRESET)],
  [
    "SIO_IDEAL_SEND_BACKLOG_QUERY of a datagram socket is WSAENOTCONN",
    "WSAIoctl/SIO_IDEAL_SEND_BACKLOG_QUERY (a datagram socket)",
    refusing(SIO_IDEAL_SEND_BACKLOG_QUERY, WSAEOPNOTSUPP, WSAENOTCONN),
  ],
  ["SIO_MULTIPOINT_LOOPBACK of a leaf does nothing", "WSAIoctl/leaf-controls", idle(SIO_MULTIPOINT_LOOPBACK)],
];

const CE: readonly Row[] = [
  [
    "SIO_GET_BROADCAST_ADDRESS returns the address of any host",
    "WSAIoctl/SIO_GET_BROADCAST_ADDRESS",
    controlled(SIO_GET_BROADCAST_ADDRESS, (output) => void output.fill(0, 4, 8)),
  ],
  ["SIO_MULTICAST_SCOPE does nothing", "WSAIoctl/SIO_MULTICAST_SCOPE (Windows CE)", idle(SIO_MULTICAST_SCOPE)],
];

/** The values of options and controls that are not single numbers, and their ranges. */
export const STORED_VALUES = [...mutants("base", "desktop", DESKTOP), ...mutants("base", "ce", CE)];
