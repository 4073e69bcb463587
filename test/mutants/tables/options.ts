import {
  FIONBIO,
  FIONREAD,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPPROTO_TCP,
  IPPROTO_UDP,
  SIO_BSP_HANDLE_POLL,
  SIO_BSP_HANDLE_SELECT,
  SIO_GET_INTERFACE_LIST,
  SIO_IDEAL_SEND_BACKLOG_QUERY,
  SIO_KEEPALIVE_VALS,
  SIO_UDP_NETRESET,
  SIOCATMARK,
  SO_ACCEPTCONN,
  SO_BROADCAST,
  SO_ERROR,
  SO_GROUP_ID,
  SO_GROUP_PRIORITY,
  SO_LINGER,
  SO_OOBINLINE,
  SO_PROTOCOL_INFOW,
  SO_RCVTIMEO,
  SO_REUSEADDR,
  SO_TYPE,
  SOL_SOCKET,
  TCP_NODELAY,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOPROTOOPT,
  WSAENOTCONN,
  WSAEOPNOTSUPP,
  WSAEWOULDBLOCK,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import {
  IP_ECN,
  IP_GET_IFLIST,
  IP_MTU,
  IP_MTU_DISCOVER,
  IP_RECVIF,
  IPV6_PROTECTION_LEVEL,
  SIO_IDEAL_SEND_BACKLOG_CHANGE,
  TCP_MAXRTMS,
  UDP_SEND_MSG_SIZE,
} from "@ws2kit/spi/desktop-options";
import { mutants, type Row, refuse } from "../rows.js";

type Get = WSPPROC_TABLE["WSPGetSockOpt"];
type Set = WSPPROC_TABLE["WSPSetSockOpt"];

/** WSPGetSockOpt that changes the bytes of one option before it returns them. */
const telling = (option: number, change: (value: Uint8Array) => void) => ({
  slots: {
    WSPGetSockOpt:
      (get: Get): Get =>
      (s, level, name, value, length, errno) => {
        const result = get(s, level, name, value, length, errno);
        if (result === 0 && level === SOL_SOCKET && name === option) change(value as Uint8Array);
        return result;
      },
  },
});

/** WSPSetSockOpt that returns 0 for one option, and does nothing. */
const ignoring = (level: number, option: number) => ({
  slots: {
    WSPSetSockOpt:
      (set: Set): Set =>
      (s, at, name, ...rest) =>
        at === level && name === option ? 0 : set(s, at, name, ...rest),
  },
});

const getCoded = (from: number, to: number) => ({
  slots: {
    WSPGetSockOpt:
      (get: Get): Get =>
      (...args) => {
        const result = get(...args);
        return result !== 0 && args[5].value === from ? refuse(args, to) : result;
      },
  },
});
const setCoded = (from: number, to: number) => ({
  slots: {
    WSPSetSockOpt:
      (set: Set): Set =>
      (...args) => {
        const result = set(...args);
        return result !== 0 && args[5].value === from ? refuse(args, to) : result;
      },
  },
});

const ROWS: readonly Row[] = [
  [
    "SO_TYPE of every socket is SOCK_STREAM",
    "getsockopt/SO_TYPE",
    telling(SO_TYPE, (value) => void value.fill(1, 0, 1)),
  ],
  ["SO_ERROR is always 0", "getsockopt/SO_ERROR", telling(SO_ERROR, (value) => void value.fill(0, 0, 4))],
  ["SO_ACCEPTCONN is never set", "getsockopt/SO_ACCEPTCONN", telling(SO_ACCEPTCONN, (value) => void value.fill(0))],
  [
    "SO_PROTOCOL_INFO is a short copy of the 628 bytes",
    "getsockopt/SO_PROTOCOL_INFO",
    telling(SO_PROTOCOL_INFOW, (value) => void value.fill(0, 116)),
  ],
  [
    "SO_BROADCAST is set from the start",
    "option/defaults (SO_BROADCAST)",
    telling(SO_BROADCAST, (value) => void value.fill(1, 0, 1)),
  ],
  [
    "SO_REUSEADDR is set from the start",
    "option/defaults (SO_REUSEADDR)",
    telling(SO_REUSEADDR, (value) => void value.fill(1, 0, 1)),
  ],
  ["SO_RCVTIMEO does nothing", "recv/timeout", ignoring(SOL_SOCKET, SO_RCVTIMEO)],
  ["SO_LINGER does nothing", "closesocket/reset", ignoring(SOL_SOCKET, SO_LINGER)],
  ["SO_REUSEADDR does nothing", "setsockopt/reuse-and-exclusive", ignoring(SOL_SOCKET, SO_REUSEADDR)],
  ["SO_OOBINLINE does nothing", "recv/urgent-inline", ignoring(SOL_SOCKET, SO_OOBINLINE)],
  ["SO_BROADCAST does nothing", "sendto/broadcast", ignoring(SOL_SOCKET, SO_BROADCAST)],
  ["SO_GROUP_ID can be set", "groups/id/get-only", ignoring(SOL_SOCKET, SO_GROUP_ID)],
  ["SO_GROUP_PRIORITY does nothing", "groups/priority/default", ignoring(SOL_SOCKET, SO_GROUP_PRIORITY)],
  ["TCP_NODELAY accepts any length", "setsockopt/TCP_NODELAY-length", ignoring(IPPROTO_TCP, TCP_NODELAY)],
  [
    "SO_ERROR can be set",
    "setsockopt/SO_ERROR",
    {
      slots: {
        WSPSetSockOpt:
          (set) =>
          (s, level, name, ...rest) =>
            name === SO_ERROR ? refuse(rest, WSAEINVAL) : set(s, level, name, ...rest),
      },
    },
  ],
  [
    "WSPGetSockOpt reports WSAEINVAL for an unknown option",
    "option/unknown-option",
    getCoded(WSAENOPROTOOPT, WSAEINVAL),
  ],
  [
    "WSPSetSockOpt reports WSAEINVAL for an unknown option",
    "option/unknown-option",
    setCoded(WSAENOPROTOOPT, WSAEINVAL),
  ],
  [
    "WSPGetSockOpt reports WSAENOPROTOOPT for an unknown level",
    "option/unknown-level",
    getCoded(WSAEINVAL, WSAENOPROTOOPT),
  ],
  ["WSPGetSockOpt reports WSAEINVAL for a short buffer", "getsockopt/short", getCoded(WSAEFAULT, WSAEINVAL)],
  ["WSPSetSockOpt reports WSAEINVAL for a null value", "setsockopt/null", setCoded(WSAEFAULT, WSAEINVAL)],
  [
    "WSPGetSockOpt does not write the length",
    "getsockopt/bool-one-byte-answer",
    {
      slots: {
        WSPGetSockOpt: (get) => (s, level, name, value, length, errno) =>
          get(s, level, name, value, length === null ? length : { value: length.value }, errno),
      },
    },
  ],
  [
    "FIONBIO does nothing",
    "recv/would-block",
    {
      slots: {
        WSPIoctl:
          (ioctl) =>
          (s, code, ...rest) =>
            code === FIONBIO ? 0 : ioctl(s, code, ...rest),
      },
    },
  ],
  [
    "FIONBIO cannot make a socket blocking again",
    "ioctlsocket/FIONBIO",
    {
      slots: {
        WSPIoctl:
          (ioctl) =>
          (s, code, input, ...rest) =>
            code === FIONBIO && (input as Uint8Array | null)?.[0] === 0 ? 0 : ioctl(s, code, input, ...rest),
      },
    },
  ],
  [
    "FIONREAD is always 0",
    "ioctlsocket/FIONREAD",
    {
      slots: {
        WSPIoctl:
          (ioctl) =>
          (s, code, input, cbIn, output, ...rest) => {
            const result = ioctl(s, code, input, cbIn, output, ...rest);
            if (result === 0 && code === FIONREAD) (output as Uint8Array).fill(0, 0, 4);
            return result;
          },
      },
    },
  ],
  [
    "SIOCATMARK never reports the mark",
    "ioctlsocket/SIOCATMARK",
    {
      slots: {
        WSPIoctl:
          (ioctl) =>
          (s, code, input, cbIn, output, ...rest) => {
            const result = ioctl(s, code, input, cbIn, output, ...rest);
            if (result === 0 && code === SIOCATMARK) (output as Uint8Array).fill(0, 0, 4);
            return result;
          },
      },
    },
  ],
];

/** A control code that returns 0, and does nothing. */
const idle = (ignored: number) => ({
  slots: {
    WSPIoctl:
      (ioctl: WSPPROC_TABLE["WSPIoctl"]): WSPPROC_TABLE["WSPIoctl"] =>
      (s, code, ...rest) =>
        code === ignored ? 0 : ioctl(s, code, ...rest),
  },
});

/** Control codes that only desktop has. */
const LATER_CONTROLS: readonly Row[] = [
  ["the list of interfaces is empty", "WSAIoctl/SIO_GET_INTERFACE_LIST", idle(SIO_GET_INTERFACE_LIST)],
  ["any stream has an ideal backlog", "WSAIoctl/SIO_IDEAL_SEND_BACKLOG_QUERY", idle(SIO_IDEAL_SEND_BACKLOG_QUERY)],
  ["SIO_BSP_HANDLE_SELECT returns no handle", "WSAIoctl/SIO_BSP_HANDLE", idle(SIO_BSP_HANDLE_SELECT)],
  ["SIO_BSP_HANDLE_POLL returns no handle", "WSAIoctl/SIO_BSP_HANDLE", idle(SIO_BSP_HANDLE_POLL)],
  ["SIO_KEEPALIVE_VALS does not turn keep-alive on", "WSAIoctl/SIO_KEEPALIVE_VALS", idle(SIO_KEEPALIVE_VALS)],
  ["SIO_KEEPALIVE_VALS sets no times", "WSAIoctl/SIO_KEEPALIVE_VALS (the times)", idle(SIO_KEEPALIVE_VALS)],
  ["the ideal backlog changes at once", "WSAIoctl/SIO_IDEAL_SEND_BACKLOG_CHANGE", idle(SIO_IDEAL_SEND_BACKLOG_CHANGE)],
  ["SIO_UDP_NETRESET accepts a BOOL of three bytes", "WSAIoctl/SIO_UDP_NETRESET", idle(SIO_UDP_NETRESET)],
];

/** WSPGetSockOpt that returns 0 for one option, and writes nothing. */
const answering = (level: number, option: number) => ({
  slots: {
    WSPGetSockOpt:
      (get: Get): Get =>
      (s, at, name, ...rest) =>
        at === level && name === option ? 0 : get(s, at, name, ...rest),
  },
});

/** Options that only desktop has. */
const PACKETS: readonly Row[] = [
  ["a stream has IP_RECVIF", "getsockopt/datagrams-alone", answering(IPPROTO_IP, IP_RECVIF)],
  ["IP_GET_IFLIST returns an empty list", "getsockopt/IP_GET_IFLIST", answering(IPPROTO_IP, IP_GET_IFLIST)],
  ["the MTU of a path without a peer can be read", "getsockopt/IP_MTU", answering(IPPROTO_IP, IP_MTU)],
  ["IP_MTU_DISCOVER accepts any number", "setsockopt/IP_MTU_DISCOVER", ignoring(IPPROTO_IP, IP_MTU_DISCOVER)],
  [
    "IPV6_PROTECTION_LEVEL cannot be changed",
    "setsockopt/IPV6_PROTECTION_LEVEL",
    ignoring(IPPROTO_IPV6, IPV6_PROTECTION_LEVEL),
  ],
  ["TCP_MAXRTMS and TCP_MAXRT are two separate times", "setsockopt/TCP_MAXRTMS", ignoring(IPPROTO_TCP, TCP_MAXRTMS)],
  [
    "UDP_SEND_MSG_SIZE does not divide what is sent",
    "setsockopt/UDP_SEND_MSG_SIZE",
    ignoring(IPPROTO_UDP, UDP_SEND_MSG_SIZE),
  ],
  ["IP_ECN has no effect", "WSARecvMsg/single-fields", ignoring(IPPROTO_IP, IP_ECN)],
];

const CLOSING: readonly Row[] = [
  ["WSPCloseSocket does nothing", "closesocket/invalidates", { slots: { WSPCloseSocket: () => () => 0 } }],
  [
    "WSPCloseSocket resets the connection",
    "WSPSocket/stream/closed-by-closesocket",
    () => {
      let set: Set;
      return {
        slots: {
          WSPSetSockOpt: (original) => {
            set = original;
            return original;
          },
          WSPCloseSocket: (close) => (s, errno) => {
            const hard = new Uint8Array([1, 0, 0, 0]);
            set(s, SOL_SOCKET, SO_LINGER, hard, 4, { value: 0 });
            return close(s, errno);
          },
        },
      };
    },
  ],
  [
    "WSPCloseSocket does not end operations under way",
    "overlapped/abort-on-close",
    {
      slots: {
        WSPRecv:
          (recv) =>
          (s, b, n, received, flags, overlapped, ...rest) =>
            recv(s, b, n, received, flags, overlapped && { ...overlapped, hEvent: null }, ...rest),
      },
    },
  ],
  [
    "WSPCloseSocket waits for the linger time on a non-blocking socket",
    "closesocket/linger-non-blocking",
    {
      slots: {
        WSPCloseSocket:
          (close) =>
          (...args) => {
            const result = close(...args);
            return result !== 0 && args[1].value === WSAEWOULDBLOCK ? 0 : result;
          },
      },
    },
  ],
  ["WSPShutdown does nothing", "send/after-shutdown (a stream)", { slots: { WSPShutdown: () => () => 0 } }],
  [
    "WSPShutdown accepts any value of how",
    "shutdown/how",
    { slots: { WSPShutdown: (shutdown) => (s, how, errno) => (how > 2 || how < 0 ? 0 : shutdown(s, how, errno)) } },
  ],
  [
    "WSPShutdown ends both directions",
    "shutdown/send-ends-stream",
    { slots: { WSPShutdown: (shutdown) => (s, how, errno) => shutdown(s, how > 2 || how < 0 ? how : 2, errno) } },
  ],
  [
    "WSPShutdown reports WSAEINVAL without a connection",
    "shutdown/not-connected",
    {
      slots: {
        WSPShutdown:
          (shutdown) =>
          (...args) => {
            const result = shutdown(...args);
            return result !== 0 && args[2].value === WSAENOTCONN ? refuse(args, WSAEINVAL) : result;
          },
      },
    },
  ],
];

const CE: readonly Row[] = [
  [
    "IP_MULTICAST_LOOP works on Windows CE",
    "setsockopt/IP_MULTICAST_LOOP-ce",
    {
      slots: {
        WSPSetSockOpt:
          (set) =>
          (...args) => {
            const result = set(...args);
            return result !== 0 && args[5].value === WSAENOPROTOOPT ? 0 : result;
          },
      },
    },
  ],
  [
    "SO_CONDITIONAL_ACCEPT can be set after listen",
    "setsockopt/conditional-accept-ce",
    {
      slots: {
        WSPSetSockOpt:
          (set) =>
          (...args) => {
            const result = set(...args);
            return result !== 0 && args[5].value === WSAEINVAL ? 0 : result;
          },
      },
    },
  ],
  [
    "WSPDuplicateSocket reports WSAEOPNOTSUPP on Windows CE",
    "sharing/ce/built-in",
    {
      slots: {
        WSPDuplicateSocket:
          () =>
          (...args) =>
            refuse(args, WSAEOPNOTSUPP),
      },
    },
  ],
  [
    "WSPJoinLeaf reports WSAEOPNOTSUPP on Windows CE",
    "WSPJoinLeaf/ce/built-in",
    {
      slots: {
        WSPJoinLeaf:
          () =>
          (...args) =>
            refuse(args, WSAEOPNOTSUPP),
      },
    },
  ],
  [
    "WSPSendDisconnect works on Windows CE",
    "WSPSendDisconnect/ce/built-in",
    { slots: { WSPSendDisconnect: () => () => 0 } },
  ],
  [
    "WSPRecvDisconnect works on Windows CE",
    "WSPRecvDisconnect/ce/built-in",
    { slots: { WSPRecvDisconnect: () => () => 0 } },
  ],
];

export const OPTIONS = [
  ...mutants("base", "desktop", [...ROWS, ...LATER_CONTROLS, ...PACKETS]),
  ...mutants("base", "ce", CE),
];
export const CLOSING_MUTANTS = mutants("base", "desktop", CLOSING);
