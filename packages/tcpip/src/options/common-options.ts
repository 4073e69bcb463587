import {
  IP_ADD_MEMBERSHIP,
  IP_DONTFRAGMENT,
  IP_DROP_MEMBERSHIP,
  IP_HDRINCL,
  IP_MULTICAST_IF,
  IP_MULTICAST_TTL,
  IP_OPTIONS,
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
  SO_PROTOCOL_INFOW,
  SO_RCVBUF,
  SO_RCVTIMEO,
  SO_REUSEADDR,
  SO_SNDBUF,
  SO_SNDTIMEO,
  SO_TYPE,
  SOL_SOCKET,
  TCP_NODELAY,
  WSAEINVAL,
  WSAENOPROTOOPT,
} from "@ws2kit/spi";
import { settle } from "../socket/connection-state.js";
import type { Socket } from "../socket/socket.js";
import { ipOptions, membership, multicastInterface, protocolInfo } from "./byte-options.js";
import {
  forDatagrams,
  forStreams,
  forward,
  forwarded,
  type Option,
  type OptionTable,
  octet,
  ofIPv6,
  ofStreams,
  store,
  stored,
  storedValue,
} from "./option.js";
import { byte, cleared, dword, type Form, flag, lenient, loose, roomy, small, truth, whole } from "./option-forms.js";

const BUFFER_SIZE = 65536;
const HOPS = 128;
/** The longest datagram: 65535 bytes minus the headers of IPv4 and UDP. */
const LONGEST_DATAGRAM = 65507;

/** SO_REUSEADDR and SO_EXCLUSIVEADDRUSE: after one of them is set, the other cannot be set. */
function exclusive(other: number): Option {
  return stored(flag, 0, (socket, value, level, optname) =>
    value !== 0 && storedValue(socket, level, other) !== 0 ? -WSAEINVAL : forward(socket, value, level, optname),
  );
}

/**
 * SO_LINGER. Both members are stored as they are set. Any l_onoff except 0 turns it on; turning it off does not change
 * l_linger.
 */
const linger: Option = {
  form: cleared,
  get(socket, level, optname) {
    if (!socket.isStream) return -WSAENOPROTOOPT;
    const value = storedValue(socket, level, optname);
    if (socket.linger < 0) return (value & ~0xffff) >>> 0;
    return ((value & 0xffff || 1) | (socket.linger << 16)) >>> 0;
  },
  set(socket, value, level, optname) {
    socket.linger = (value & 0xffff) === 0 ? -1 : value >>> 16;
    return store(socket, value, level, optname);
  },
};

/** An option that a field of the socket stores. */
function field(form: Form, get: (socket: Socket) => number, put: (socket: Socket, value: number) => void): Option {
  return {
    form,
    get,
    set(socket, value) {
      put(socket, value);
      return 0;
    },
  };
}

const dontLinger = () =>
  field(
    flag,
    (socket) => (socket.isStream ? Number(socket.linger < 0) : -WSAENOPROTOOPT),
    (socket, value) => {
      socket.linger = value === 0 ? 0 : -1;
    },
  );

const sendTimeout = () =>
  field(
    dword,
    (socket) => socket.sendTimeout,
    (socket, value) => {
      socket.sendTimeout = value;
    },
  );

const receiveTimeout = () =>
  field(
    dword,
    (socket) => socket.receiveTimeout,
    (socket, value) => {
      socket.receiveTimeout = value;
    },
  );

const groupPriority = () =>
  field(
    dword,
    (socket) => socket.groupPriority ?? 0,
    (socket, value) => {
      socket.groupPriority = value;
    },
  );

/** SO_ERROR. getsockopt returns a value that was set. */
const error = () =>
  field(
    lenient,
    (socket) => {
      settle(socket);
      return socket.error;
    },
    (socket, value) => {
      socket.error = value;
    },
  );

/** SO_CONDITIONAL_ACCEPT: can be set only before listen. */
const conditional: Option = {
  form: flag,
  get: (socket) => Number(socket.isConditional ?? false),
  set(socket, value) {
    if (socket.isListening) return -WSAEINVAL;
    socket.isConditional = value !== 0;
    return 0;
  },
};

/** An option that can only be read. */
function readOnly(form: Form, get: (socket: Socket) => number): Option {
  return { form, get };
}

/** Socket options of every TCP/IP provider. Source: reference §4.2, §12; oracle options. */
export const commonOptions = (): OptionTable => ({
  [SOL_SOCKET]: {
    [SO_DEBUG]: stored(roomy),
    [SO_ACCEPTCONN]: readOnly(dword, (socket) => Number(socket.isListening)),
    [SO_REUSEADDR]: exclusive(SO_EXCLUSIVEADDRUSE),
    [SO_EXCLUSIVEADDRUSE]: exclusive(SO_REUSEADDR),
    [SO_KEEPALIVE]: forwarded(byte),
    [SO_DONTROUTE]: stored(byte),
    [SO_BROADCAST]: forwarded(flag),
    [SO_LINGER]: linger,
    [SO_DONTLINGER]: dontLinger(),
    [SO_OOBINLINE]: stored(flag, 0, (socket, value, level, optname) => {
      socket.isInline = value !== 0;
      return forward(socket, value, level, optname);
    }),
    [SO_SNDBUF]: forwarded(cleared, BUFFER_SIZE),
    [SO_RCVBUF]: forwarded(cleared, BUFFER_SIZE),
    [SO_SNDTIMEO]: sendTimeout(),
    [SO_RCVTIMEO]: receiveTimeout(),
    [SO_ERROR]: error(),
    [SO_TYPE]: readOnly(loose, (socket) => socket.info.iSocketType),
    [SO_MAX_MSG_SIZE]: readOnly(dword, (socket) => (socket.isStream ? -WSAENOPROTOOPT : LONGEST_DATAGRAM)),
    [SO_GROUP_ID]: readOnly(dword, (socket) => socket.group ?? 0),
    [SO_GROUP_PRIORITY]: groupPriority(),
    [SO_CONDITIONAL_ACCEPT]: forStreams(conditional),
    [SO_PROTOCOL_INFOW]: protocolInfo,
  },
  [IPPROTO_TCP]: {
    [TCP_NODELAY]: ofStreams(forwarded(byte)),
  },
  [IPPROTO_IP]: {
    [IP_OPTIONS]: ipOptions(),
    [IP_HDRINCL]: { getBytes: () => -WSAEINVAL, setBytes: () => -WSAEINVAL },
    [IP_TOS]: octet(0),
    [IP_TTL]: octet(HOPS, 1),
    [IP_MULTICAST_IF]: multicastInterface,
    [IP_MULTICAST_TTL]: forDatagrams(octet(1)),
    [IP_ADD_MEMBERSHIP]: membership(8),
    [IP_DROP_MEMBERSHIP]: membership(8),
    [IP_DONTFRAGMENT]: forwarded(truth(whole)),
  },
  [IPPROTO_IPV6]: {
    [IPV6_UNICAST_HOPS]: ofIPv6(octet(HOPS, 1)),
    [IPV6_MULTICAST_IF]: forDatagrams(ofIPv6(forwarded(dword))),
    [IPV6_MULTICAST_HOPS]: forDatagrams(ofIPv6(octet(1))),
    [IPV6_MULTICAST_LOOP]: forDatagrams(ofIPv6(forwarded(truth(small), 1))),
    [IPV6_ADD_MEMBERSHIP]: membership(20),
    [IPV6_DROP_MEMBERSHIP]: membership(20),
    // IPv4 sockets have it too, and report TRUE
    [IPV6_V6ONLY]: stored(byte, 1, (socket, ...rest) => (socket.isBound ? -WSAEINVAL : forward(socket, ...rest))),
  },
});
