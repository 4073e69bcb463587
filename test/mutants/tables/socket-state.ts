import {
  FD_CLOSE,
  FD_CONNECT,
  FD_READ,
  FD_WRITE,
  type fd_set,
  IP_DONTFRAGMENT,
  IPPROTO_IP,
  MSG_OOB,
  SIO_ADDRESS_LIST_CHANGE,
  SO_BSP_STATE,
  SO_ERROR,
  SO_KEEPALIVE,
  SOL_SOCKET,
  WSAECONNREFUSED,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOTCONN,
  WSAEWOULDBLOCK,
  type WSANETWORKEVENTS,
} from "@ws2kit/spi";
import type { Change } from "../mutant.js";
import { mutants, type Row } from "../rows.js";
import { changed, hides } from "./outcomes.js";

/** getsockopt that reads one option as another value. */
const reads = (level: number, optname: number, value: (original: number) => number): Change =>
  changed("getsockopt", (result, args) => {
    const optval = args[3] as Uint8Array;
    if (result === 0 && args[1] === level && args[2] === optname) optval[0] = value(optval[0]);
    return result;
  });

/** WSAEnumNetworkEvents that never reports an event. */
const lacks = (bit: number): Change =>
  changed("WSAEnumNetworkEvents", (result, args) => {
    (args[2] as WSANETWORKEVENTS).lNetworkEvents &= ~bit;
    return result;
  });

/** WSAEnumNetworkEvents that reports an event that is not recorded. */
const invents = (bit: number): Change =>
  changed("WSAEnumNetworkEvents", (result, args) => {
    (args[2] as WSANETWORKEVENTS).lNetworkEvents |= bit;
    return result;
  });

const DESKTOP: readonly Row[] = [
  ["FD_CONNECT is lost while the mask does not include it", "FD_CONNECT/before-mask", lacks(FD_CONNECT)],
  ["A connect of a datagram socket records no FD_CONNECT", "FD_CONNECT/datagram", lacks(FD_CONNECT)],
  ["A socket without a name records FD_WRITE", "FD_WRITE/named", invents(FD_WRITE)],
  ["FD_READ stays recorded once the data is read", "FD_READ/consumed", invents(FD_READ)],
  [
    "getpeername fails after a shutdown",
    "getpeername/outlives-connection",
    () => {
      const ended = new Set<unknown>();
      return {
        api: {
          shutdown: (shutdown) => (s, how) => {
            ended.add(s);
            return shutdown(s, how);
          },
          getpeername:
            (getpeername, process) =>
            (s, ...args) => {
              if (!ended.has(s)) return getpeername(s, ...args);
              process.WSASetLastError(WSAENOTCONN);
              return -1;
            },
        },
      };
    },
  ],
  [
    "A connect to another peer does not discard the datagrams of the previous peer",
    "connect/discards-former-peer",
    hides("recv", WSAEWOULDBLOCK),
  ],
  [
    "IP_DONTFRAGMENT of TCP is clear at first",
    "getsockopt/IP_DONTFRAGMENT",
    reads(IPPROTO_IP, IP_DONTFRAGMENT, () => 0),
  ],
  [
    "A BOOL option reads back as it was set",
    "setsockopt/bool-reads-as-one (IP_DONTFRAGMENT)",
    reads(IPPROTO_IP, IP_DONTFRAGMENT, (v) => v && 0xad),
  ],
  [
    "SO_KEEPALIVE reads as another value than 1",
    "setsockopt/bool-reads-as-one (SO_KEEPALIVE)",
    reads(SOL_SOCKET, SO_KEEPALIVE, (v) => v && 2),
  ],
  [
    "SO_BSP_STATE writes its addresses at other offsets",
    "getsockopt/SO_BSP_STATE",
    reads(SOL_SOCKET, SO_BSP_STATE, (at) => at + 1),
  ],
  [
    "SO_ERROR has a blocking connect's code",
    "getsockopt/SO_ERROR-blocking",
    reads(SOL_SOCKET, SO_ERROR, () => WSAECONNREFUSED & 0xff),
  ],
  ["IPV6_V6ONLY can be set on a bound socket", "setsockopt/IPV6_V6ONLY-bound", hides("setsockopt", WSAEINVAL)],
  ["WSAIoctl needs no count", "WSAIoctl/count-null", hides("WSAIoctl", WSAEFAULT)],
  [
    "SIO_ADDRESS_LIST_CHANGE succeeds at once",
    "WSAIoctl/SIO_ADDRESS_LIST_CHANGE",
    {
      api: {
        WSAIoctl:
          (ioctl) =>
          (s, code, ...args) =>
            code === SIO_ADDRESS_LIST_CHANGE ? 0 : ioctl(s, code, ...args),
      },
    },
  ],
  ["recv succeeds without urgent data", "recv/urgent-none", hides("recv", WSAEWOULDBLOCK)],
  [
    "recv with MSG_OOB receives normal data",
    "recv/urgent-none (beside other data, of a blocking socket)",
    {
      api: {
        recv: (recv) => (s, buf, len, flags) => recv(s, buf, len, flags & ~MSG_OOB),
      },
    },
  ],
  [
    "send with MSG_OOB sends another byte",
    "recv/urgent-in-line",
    {
      api: {
        send: (send) => (s, buf, len, flags) =>
          send(s, (flags & MSG_OOB) === 0 ? buf : new Uint8Array(len), len, flags),
      },
    },
  ],
  [
    "select reports urgent data as readable",
    "select/urgent",
    changed("select", (result, args) => {
      const [, read, , except] = args as (fd_set | null)[];
      if (result > 0 && read && except) read.fd_count = Math.max(read.fd_count, except.fd_count);
      return result;
    }),
  ],
];

const CE: readonly Row[] = [
  ["WSAEventSelect does not clear the recorded events", "WSAEventSelect/clears-record", invents(FD_CLOSE)],
];

export const SOCKET_STATE = [...mutants("ws2", "desktop", DESKTOP), ...mutants("ws2", "ce", CE)];
