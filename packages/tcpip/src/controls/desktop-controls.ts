import {
  AF_INET,
  getUint32,
  IP_MULTICAST_TTL,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPPROTO_TCP,
  IPV6_MULTICAST_HOPS,
  SIO_BASE_HANDLE,
  SIO_BSP_HANDLE,
  SIO_BSP_HANDLE_POLL,
  SIO_BSP_HANDLE_SELECT,
  SIO_ENABLE_CIRCULAR_QUEUEING,
  SIO_GET_BROADCAST_ADDRESS,
  SIO_GET_EXTENSION_FUNCTION_POINTER,
  SIO_GET_INTERFACE_LIST,
  SIO_IDEAL_SEND_BACKLOG_QUERY,
  SIO_KEEPALIVE_VALS,
  SIO_MULTICAST_SCOPE,
  SIO_UDP_CONNRESET,
  SIO_UDP_NETRESET,
  SIOCATMARK,
  SO_KEEPALIVE,
  SOCKADDR_IN_SIZE,
  SOL_SOCKET,
  sockaddr_in,
  TCP_KEEPALIVE,
  TCP_KEEPINTVL,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOTCONN,
  WSAEOPNOTSUPP,
  WSS_OPERATION_IN_PROGRESS,
} from "@ws2kit/spi";
import { SIO_IDEAL_SEND_BACKLOG_CHANGE } from "@ws2kit/spi/desktop-options";
import { forward, forwardOctet } from "../options/option.js";
import type { Socket } from "../socket/socket.js";
import { awaitChange, type ControlTable, dwordInput, dwordOutput } from "./controlling.js";
import { interfaceList } from "./interface-list.js";

/** SIOCATMARK: whether no urgent byte is ahead. */
export const urgentMark: ControlTable = {
  [SIOCATMARK]: dwordOutput(({ socket }) => (socket.isStream ? socket.context.network.atmark(socket.fd) : -WSAEINVAL)),
};

/** SIO_GET_BROADCAST_ADDRESS: the limited broadcast, which every interface has. */
export const broadcastAddress: ControlTable = {
  [SIO_GET_BROADCAST_ADDRESS]: {
    outputSize: SOCKADDR_IN_SIZE,
    run({ socket, output, returned }) {
      returned.value = 0;
      if (socket.isStream || socket.af !== AF_INET) return -WSAEOPNOTSUPP;
      output.set(sockaddr_in("255.255.255.255", 0));
      returned.value = SOCKADDR_IN_SIZE;
      return 0;
    },
  },
};

/** SIO_MULTICAST_SCOPE: how many routers a multicast may pass. It sets IP_MULTICAST_TTL. */
export const multicastScope: ControlTable = {
  [SIO_MULTICAST_SCOPE]: dwordInput((socket, value) => {
    if (socket.isStream) return -WSAEOPNOTSUPP;
    const set = forwardOctet(1);
    return socket.af === AF_INET
      ? set(socket, value, IPPROTO_IP, IP_MULTICAST_TTL)
      : set(socket, value, IPPROTO_IPV6, IPV6_MULTICAST_HOPS);
  }),
};

/**
 * The ideal send backlog of a stream, in bytes: the value of Windows before it has measured the connection. Source:
 * page remarks.
 */
const IDEAL_BACKLOG = 65536;

/** Sets the option that stores a time of keep-alive, in seconds, from milliseconds. */
function setSeconds(socket: Socket, optname: number, ms: number): void {
  forward(socket, Math.ceil(ms / 1000), IPPROTO_TCP, optname);
}

/** struct tcp_keepalive: three u_longs: whether it is on, and two times in milliseconds. */
const TCP_KEEPALIVE_SIZE = 12;
const GUID_SIZE = 16;

/**
 * Control codes of later systems. Source: oracle ioctl, WSAIoctl-07, -09; test_keepalive_vals, test_base_handle,
 * test_backlog_query.
 */
export const desktopControls: ControlTable = {
  // it permits, but does not require, dropping the oldest datagram instead of the newest
  [SIO_ENABLE_CIRCULAR_QUEUEING]: {
    run({ returned }) {
      returned.value = 0;
      return 0;
    },
  },
  // an extension that this provider lacks
  [SIO_GET_EXTENSION_FUNCTION_POINTER]: { inputSize: GUID_SIZE, run: () => -WSAEINVAL },
  [SIO_BASE_HANDLE]: { ...dwordOutput(({ s }) => s), isPlain: true },
  [SIO_BSP_HANDLE]: dwordOutput(({ s }) => s),
  [SIO_BSP_HANDLE_SELECT]: dwordOutput(({ s }) => s),
  [SIO_BSP_HANDLE_POLL]: dwordOutput(({ s }) => s),
  [SIO_GET_INTERFACE_LIST]: interfaceList,
  [SIO_IDEAL_SEND_BACKLOG_QUERY]: dwordOutput(({ socket }) => {
    if (!socket.isStream) return -WSAEOPNOTSUPP;
    return socket.isConnected ? IDEAL_BACKLOG : -WSAENOTCONN;
  }),
  [SIO_IDEAL_SEND_BACKLOG_CHANGE]: {
    run({ tcp, socket, later }) {
      if (!socket.isStream) return -WSAEOPNOTSUPP;
      return socket.isConnected ? -awaitChange(tcp, socket, later) : -WSAENOTCONN;
    },
  },
  [SIO_KEEPALIVE_VALS]: {
    run({ socket, later, input, returned }) {
      // a call that completes by event or port reports 0 bytes; an overlapped call that fails has begun
      if (later === null || later.routine !== null) returned.value = 0;
      if (input.length < TCP_KEEPALIVE_SIZE) {
        if (later !== null) later.overlapped.Internal = WSS_OPERATION_IN_PROGRESS;
        return -WSAEFAULT;
      }
      if (!socket.isStream) return -WSAEINVAL;
      if (getUint32(input, 0) === 0) return forward(socket, 0, SOL_SOCKET, SO_KEEPALIVE);
      setSeconds(socket, TCP_KEEPALIVE, getUint32(input, 4));
      setSeconds(socket, TCP_KEEPINTVL, getUint32(input, 8));
      return forward(socket, 1, SOL_SOCKET, SO_KEEPALIVE);
    },
  },
  [SIO_UDP_CONNRESET]: dwordInput((socket, value) => {
    socket.ignoresUnreachable = value === 0;
    return 0;
  }),
  // no stack reports that a datagram's time to live has expired, so there is nothing to turn off
  [SIO_UDP_NETRESET]: dwordInput(() => 0),
};
