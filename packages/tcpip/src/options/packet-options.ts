import {
  AF_INET,
  DWORD,
  getUint32,
  IP_PKTINFO,
  IP_RECVTOS,
  IP_RECVTTL,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPPROTO_TCP,
  IPPROTO_UDP,
  IPV6_HOPLIMIT,
  IPV6_PKTINFO,
  IPV6_RECVTCLASS,
  isBytes,
  TCP_MAXRT,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOPROTOOPT,
  WSAENOTCONN,
} from "@ws2kit/spi";
import {
  IP_ECN,
  IP_GET_IFLIST,
  IP_IFLIST,
  IP_MTU,
  IP_MTU_DISCOVER,
  IP_ORIGINAL_ARRIVAL_IF,
  IP_PKTINFO_EX,
  IP_RECEIVE_BROADCAST,
  IP_RECVDSTADDR,
  IP_RECVERR,
  IP_RECVIF,
  IP_RECVRTHDR,
  IP_RTHDR,
  IP_UNICAST_IF,
  IP_USER_MTU,
  IP_WFP_REDIRECT_CONTEXT,
  IP_WFP_REDIRECT_RECORDS,
  IPV6_HDRINCL,
  IPV6_HOPOPTS,
  IPV6_MTU,
  IPV6_PROTECTION_LEVEL,
  PMTUD_PROBE,
  PROTECTION_LEVEL_DEFAULT,
  PROTECTION_LEVEL_EDGERESTRICTED,
  PROTECTION_LEVEL_RESTRICTED,
  PROTECTION_LEVEL_UNRESTRICTED,
  TCP_FAIL_CONNECT_ON_ICMP_ERROR,
  TCP_FASTOPEN,
  TCP_MAXRTMS,
  TCP_TIMESTAMPS,
  UDP_NOCHECKSUM,
  UDP_RECV_MAX_COALESCED_SIZE,
  UDP_SEND_MSG_SIZE,
} from "@ws2kit/spi/desktop-options";
import type { Socket } from "../socket/socket.js";
import {
  forDatagrams,
  forStreams,
  type Option,
  type OptionTable,
  ofIPv6,
  type RawOption,
  type Setter,
  store,
  stored,
  storedValue,
} from "./option.js";
import { dword, truth } from "./option-forms.js";

/** The options that ask for the same header field of received datagrams. The stack has only the first of each group. */
const GROUPS: readonly (readonly [known: number, ...members: number[]])[] = [
  [IP_PKTINFO, IP_PKTINFO, IP_RECVIF, IP_RECVDSTADDR, IP_PKTINFO_EX],
  [IP_RECVTOS, IP_RECVTOS, IP_ECN],
];

/** Stores the option. The stack reports a header field while at least one option of its group is set. */
const ask: Setter = (socket, value, level, optname) => {
  const group = GROUPS.find(([, ...members]) => members.includes(optname)) ?? [optname, optname];
  const [known, ...members] = group;
  const others = members.some((one) => one !== optname && storedValue(socket, level, one) !== 0);
  const isOwnFamily = (level === IPPROTO_IP) === (socket.af === AF_INET);
  const result = isOwnFamily
    ? socket.context.network.setsockopt(socket.fd, level, known, DWORD(others || value !== 0), 4)
    : 0;
  return result < 0 && result !== -WSAENOPROTOOPT ? result : store(socket, value, level, optname);
};

/** A BOOL that asks for a header field of each received datagram: WSAEINVAL on TCP (test_sockopt_validity). */
const wish = /* @__PURE__ */ forDatagrams(/* @__PURE__ */ stored(/* @__PURE__ */ truth(dword), 0, ask));
/** A BOOL for datagrams that the provider stores without effect: no stack here supports it. */
const ofDatagrams = (initial = 0): Option => forDatagrams(stored(truth(dword), initial));

/**
 * An option of bytes that is always empty: setting it to bytes fails, as no stack here supports such headers or
 * records.
 */
const noBytes: RawOption = {
  getBytes(_socket, _optval, optlen) {
    optlen.value = 0;
    return 0;
  },
  setBytes: (_socket, optval, optlen) => (optlen === 0 ? 0 : isBytes(optval) ? -WSAEINVAL : -WSAEFAULT),
};

/** As `noBytes`, for datagram sockets. */
const noBytesOfDatagrams: RawOption = {
  getBytes: (socket, ...rest) => (socket.isStream ? -WSAEINVAL : (noBytes.getBytes?.(socket, ...rest) ?? 0)),
  setBytes: (socket, ...rest) => (socket.isStream ? -WSAEINVAL : (noBytes.setBytes?.(socket, ...rest) ?? 0)),
};

/** An option that no call can read or set on these sockets. */
const refused: RawOption = { getBytes: () => -WSAEINVAL, setBytes: () => -WSAEINVAL };

/** How the path's MTU is discovered: initially 0; PMTUD_DO, PMTUD_DONT or PMTUD_PROBE can be set. */
const mtuDiscovery = /* @__PURE__ */ stored(dword, 0, (socket, value, ...at) =>
  value === 0 || value > PMTUD_PROBE ? -WSAEINVAL : store(socket, value, ...at),
);

/** The path's MTU, for a connected socket whose stack reports it. */
const pathMtu: Option = {
  form: dword,
  get(socket, level, optname) {
    if (!socket.isConnected) return -WSAENOTCONN;
    const value = new Uint8Array(4);
    const result = socket.context.network.getsockopt(socket.fd, level, optname, value);
    return result < 0 ? result : getUint32(value, 0);
  },
};

const LEVELS: readonly number[] = [
  PROTECTION_LEVEL_UNRESTRICTED,
  PROTECTION_LEVEL_EDGERESTRICTED,
  PROTECTION_LEVEL_RESTRICTED,
  PROTECTION_LEVEL_DEFAULT,
];
const protectionLevel = /* @__PURE__ */ stored(dword, PROTECTION_LEVEL_DEFAULT, (socket, value, ...at) =>
  LEVELS.includes(value) ? store(socket, value, ...at) : -WSAEINVAL,
);

/** The options that IPv4 and IPv6 have under the same numbers. */
const both = (): Readonly<Record<number, Option | RawOption>> => ({
  [IP_RECVIF]: wish,
  [IP_RECVDSTADDR]: wish,
  [IP_PKTINFO]: wish,
  [IP_PKTINFO_EX]: ofDatagrams(),
  [IP_ECN]: wish,
  [IP_RECVRTHDR]: ofDatagrams(),
  [IP_ORIGINAL_ARRIVAL_IF]: ofDatagrams(),
  [IP_RECVERR]: ofDatagrams(),
  [IP_IFLIST]: stored(truth(dword)),
  [IP_GET_IFLIST]: refused,
  [IP_UNICAST_IF]: stored(dword),
  [IP_RTHDR]: noBytes,
  [IP_WFP_REDIRECT_RECORDS]: noBytesOfDatagrams,
  [IP_WFP_REDIRECT_CONTEXT]: noBytesOfDatagrams,
  [IP_MTU_DISCOVER]: mtuDiscovery,
  [IP_USER_MTU]: stored(dword, 0xffffffff),
});

/** Restricts each option to IPv6 sockets. */
function forIPv6(options: Readonly<Record<number, Option | RawOption>>): Record<number, Option | RawOption> {
  const own: Record<number, Option | RawOption> = {};
  for (const number of Object.keys(options).map(Number)) {
    const option = options[number];
    own[number] = option.form === undefined ? option : ofIPv6(option);
  }
  return own;
}

/** The time after which TCP stops retransmitting: one setting under two names, in seconds and in milliseconds. */
const retries: Option = /* @__PURE__ */ stored(dword, 0, (socket, seconds, level) => {
  store(socket, seconds === FOREVER ? FOREVER : Math.min(seconds * 1000, FOREVER - 1), level, TCP_MAXRTMS);
  return store(socket, seconds, level, TCP_MAXRT);
});
const retriesInMs: Option = /* @__PURE__ */ stored(dword, 0, (socket, ms, level) => {
  store(socket, ms === FOREVER ? FOREVER : Math.ceil(ms / 1000), level, TCP_MAXRT);
  return store(socket, ms, level, TCP_MAXRTMS);
});
const FOREVER = 0xffffffff;

/** UDP_SEND_MSG_SIZE: the stack divides a send into datagrams. A stack that cannot do that lacks the option. */
const segment: Setter = (socket, value, level, optname) =>
  socket.context.network.setsockopt(socket.fd, level, optname, DWORD(value), 4) || store(socket, value, level, optname);

/** An option that only UDP sockets have. */
const isStream = (socket: Socket) => socket.isStream;
const ofUdp = (option: Option): Option => ({ ...option, lacks: isStream });

/** Options of later systems on IP, IPv6, TCP and UDP. Source: test_sockopt_validity; oracle options; page remarks. */
export const packetOptions = (): OptionTable => ({
  [IPPROTO_IP]: {
    ...both(),
    [IP_RECEIVE_BROADCAST]: ofDatagrams(1),
    [IP_RECVTTL]: wish,
    [IP_RECVTOS]: wish,
    [IP_MTU]: pathMtu,
  },
  [IPPROTO_IPV6]: {
    ...forIPv6({
      ...both(),
      [IPV6_PKTINFO]: wish,
      [IPV6_HOPLIMIT]: wish,
      [IPV6_RECVTCLASS]: wish,
      [IPV6_PROTECTION_LEVEL]: protectionLevel,
      [IPV6_MTU]: pathMtu,
    }),
    [IPV6_HOPOPTS]: noBytes,
    [IPV6_HDRINCL]: refused,
  },
  [IPPROTO_TCP]: {
    [TCP_MAXRT]: forStreams(retries),
    [TCP_MAXRTMS]: forStreams(retriesInMs),
    [TCP_TIMESTAMPS]: forStreams(stored(truth(dword))),
    [TCP_FASTOPEN]: forStreams(stored(truth(dword))),
    [TCP_FAIL_CONNECT_ON_ICMP_ERROR]: forStreams(stored(truth(dword))),
  },
  [IPPROTO_UDP]: {
    [UDP_NOCHECKSUM]: refused,
    [UDP_SEND_MSG_SIZE]: ofUdp(stored(dword, 0, segment)),
    [UDP_RECV_MAX_COALESCED_SIZE]: ofUdp(stored(dword)),
  },
});
