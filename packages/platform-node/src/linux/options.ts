import {
  IP_ADD_MEMBERSHIP,
  IP_DONTFRAGMENT,
  IP_DROP_MEMBERSHIP,
  IP_HDRINCL,
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
  SO_KEEPALIVE,
  SO_LINGER,
  SO_OOBINLINE,
  SO_RCVBUF,
  SO_RCVLOWAT,
  SO_REUSEADDR,
  SO_SNDBUF,
  SO_SNDLOWAT,
  SO_TYPE,
  SOL_SOCKET,
  TCP_KEEPALIVE,
  TCP_KEEPCNT,
  TCP_KEEPINTVL,
  TCP_NODELAY,
} from "@ws2kit/spi";
import { IP_MTU, IPV6_MTU, UDP_SEND_MSG_SIZE } from "@ws2kit/spi/desktop-options";
import {
  bufferSize,
  dontFragment,
  dontLinger,
  int,
  linger,
  membership,
  membership6,
  type OptionCodec,
  socketError,
  upTo,
} from "./option-codecs.js";

export const LINUX_SOL_SOCKET = 1;
export const LINUX_SO_REUSEADDR = 2;
export const LINUX_SO_LINGER = 13;
export const LINUX_SO_REUSEPORT = 15;
export const LINUX_SO_OOBINLINE = 10;
export const LINUX_IPV6_V6ONLY = 26;
export const LINUX_IPPROTO_IPV6 = 41;
/** Types of control messages. */
export const LINUX_IP_TOS = 1;
export const LINUX_IP_TTL = 2;
export const LINUX_IP_PKTINFO = 8;
export const LINUX_IPV6_PKTINFO = 50;
export const LINUX_IPV6_HOPLIMIT = 52;
export const LINUX_IPV6_TCLASS = 67;

/** An option on Linux: level, number, and the conversion of its value. */
export interface LinuxOption {
  readonly level: number;
  readonly optname: number;
  readonly codec: OptionCodec;
}

/**
 * The options that Linux implements: `[optname, Linux's number, codec]`. An option that is not listed returns
 * -WSAENOPROTOOPT. The provider implements time-outs, groups, protocol infos and the like.
 *
 * SO_REUSEADDR stands for SO_REUSEPORT: see `port-reuse.ts`.
 */
const rows: readonly {
  level: number;
  linuxLevel: number;
  options: readonly (readonly [winsock: number, linux: number, codec: OptionCodec])[];
}[] = [
  {
    level: SOL_SOCKET,
    linuxLevel: LINUX_SOL_SOCKET,
    options: [
      [SO_DEBUG, 1, int],
      [SO_REUSEADDR, LINUX_SO_REUSEPORT, int],
      [SO_TYPE, 3, int],
      [SO_ERROR, 4, socketError],
      [SO_DONTROUTE, 5, int],
      [SO_BROADCAST, 6, int],
      [SO_SNDBUF, 7, bufferSize],
      [SO_RCVBUF, 8, bufferSize],
      [SO_KEEPALIVE, 9, int],
      [SO_OOBINLINE, LINUX_SO_OOBINLINE, int],
      [SO_LINGER, LINUX_SO_LINGER, linger],
      [SO_DONTLINGER, LINUX_SO_LINGER, dontLinger],
      [SO_RCVLOWAT, 18, int],
      [SO_SNDLOWAT, 19, int],
      [SO_ACCEPTCONN, 30, int],
    ],
  },
  {
    level: IPPROTO_IP,
    linuxLevel: 0,
    options: [
      [IP_HDRINCL, 3, int],
      [IP_TOS, 1, int],
      [IP_TTL, 2, int],
      [IP_MULTICAST_IF, 32, int],
      [IP_MULTICAST_TTL, 33, int],
      [IP_MULTICAST_LOOP, 34, int],
      [IP_ADD_MEMBERSHIP, 35, membership],
      [IP_DROP_MEMBERSHIP, 36, membership],
      [IP_DONTFRAGMENT, 10, dontFragment],
      [IP_PKTINFO, LINUX_IP_PKTINFO, int],
      [IP_RECVTTL, 12, int],
      [IP_RECVTOS, 13, int],
      [IP_MTU, 14, int],
    ],
  },
  {
    level: IPPROTO_IPV6,
    linuxLevel: LINUX_IPPROTO_IPV6,
    options: [
      [IPV6_UNICAST_HOPS, 16, int],
      [IPV6_MULTICAST_IF, 17, int],
      [IPV6_MULTICAST_HOPS, 18, int],
      [IPV6_MULTICAST_LOOP, 19, int],
      [IPV6_ADD_MEMBERSHIP, 20, membership6],
      [IPV6_DROP_MEMBERSHIP, 21, membership6],
      [IPV6_DONTFRAG, 23, dontFragment],
      [IPV6_PKTINFO, 49, int],
      [IPV6_HOPLIMIT, 51, int],
      [IPV6_MTU, 24, int],
      [IPV6_RECVTCLASS, 66, int],
      [IPV6_V6ONLY, LINUX_IPV6_V6ONLY, int],
    ],
  },
  {
    level: IPPROTO_TCP,
    linuxLevel: 6,
    options: [
      [TCP_NODELAY, 1, int],
      [TCP_KEEPALIVE, 4, upTo(32767)],
      [TCP_KEEPINTVL, 5, upTo(32767)],
      [TCP_KEEPCNT, 6, upTo(127)],
    ],
  },
  {
    level: IPPROTO_UDP,
    linuxLevel: 17,
    options: [[UDP_SEND_MSG_SIZE, 103, int]],
  },
];

/** The Linux option for a Winsock option; `undefined` if Linux lacks it. */
export function linuxOption(level: number, optname: number): LinuxOption | undefined {
  const row = rows.find((row) => row.level === level);
  const option = row?.options.find(([winsock]) => winsock === optname);
  return row && option && { level: row.linuxLevel, optname: option[1], codec: option[2] };
}
