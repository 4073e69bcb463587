import {
  encodeProtocolInfo,
  getUint32,
  IP_DONTFRAGMENT,
  IP_MULTICAST_LOOP,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPPROTO_TCP,
  IPV6_DONTFRAG,
  type Ref,
  ref,
  SO_BSP_STATE,
  SO_CONNECT_TIME,
  SO_PAUSE_ACCEPT,
  SO_PORT_SCALABILITY,
  SO_PROTOCOL_INFOA,
  SO_RANDOMIZE_PORT,
  SO_TYPE,
  SO_UPDATE_ACCEPT_CONTEXT,
  SO_UPDATE_CONNECT_CONTEXT,
  type SOCKET,
  SOL_SOCKET,
  setUint32,
  sockaddrSize,
  TCP_KEEPALIVE,
  TCP_KEEPCNT,
  TCP_KEEPINTVL,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOPROTOOPT,
  WSAENOTCONN,
  WSAPROTOCOL_INFOA_SIZE,
} from "@ws2kit/spi";
import { newName } from "../socket/address-check.js";
import type { Socket } from "../socket/socket.js";
import {
  forDatagrams,
  forStreams,
  forward,
  forwarded,
  type Option,
  type OptionTable,
  ofIPv6,
  type RawOption,
  stored,
  storedValue,
} from "./option.js";
import { dword, type Form, flag, small, truth, whole } from "./option-forms.js";

/** Two hours. */
const KEEPALIVE_SECONDS = 7200;

/** `IP_MULTICAST_LOOP`, which Windows CE lacks. */
export const multicastLoop = (): OptionTable => ({
  [IPPROTO_IP]: { [IP_MULTICAST_LOOP]: forDatagrams(forwarded(truth(small), 1)) },
});

/** SO_UPDATE_ACCEPT_CONTEXT: copies the properties of the listening socket. Its handle is the value. */
const acceptContext: RawOption = {
  setBytes(socket, optval, optlen, tcp) {
    if (optlen < 4) return -WSAEFAULT;
    const errno = ref(0);
    const listener = tcp.handles.find(getUint32(optval as Uint8Array, 0) as SOCKET, errno);
    if (listener === null) return -errno.value;
    if (listener.isListening) socket.inherit(listener);
    socket.needsContext = false;
    return 0;
  },
};

/** SO_UPDATE_CONNECT_CONTEXT, without a value: after it, every call accepts a connection of ConnectEx. */
const connectContext: RawOption = {
  setBytes(socket) {
    if (!socket.isConnected) return -WSAENOTCONN;
    socket.needsContext = false;
    return 0;
  },
};

/** SO_PROTOCOL_INFOA: as SO_PROTOCOL_INFOW, with a text of single bytes. */
const protocolInfoA: RawOption = {
  getBytes(socket, optval, optlen) {
    if (optlen.value < WSAPROTOCOL_INFOA_SIZE) {
      optlen.value = WSAPROTOCOL_INFOA_SIZE;
      return -WSAEFAULT;
    }
    const wide = encodeProtocolInfo(socket.info);
    optval.set(wide.subarray(0, 116));
    for (let i = 116; i < WSAPROTOCOL_INFOA_SIZE; i++) optval[i] = wide[2 * i - 116];
    return 0;
  },
};

/** SO_TYPE, which cannot be set. A datagram socket refuses every value as invalid (test_WSASocket). */
const socketType: RawOption = {
  getBytes({ info }, optval, optlen) {
    if (optlen.value < 4) return -WSAEFAULT;
    setUint32(optval, 0, info.iSocketType);
    return 0;
  },
  setBytes: (socket) => -(socket.isStream ? WSAENOPROTOOPT : WSAEINVAL),
};

/** Whether datagrams may not be fragmented. Initially TRUE for TCP, which segments its data itself. */
function dontFragment(form: Form): Option {
  const get: Option["get"] = (socket, ...at) => storedValue(socket, ...at, Number(socket.isStream));
  return { ...forwarded(truth(form)), get };
}

const CSADDR_INFO_SIZE = 24;

/**
 * SO_BSP_STATE: a CSADDR_INFO {SOCKET_ADDRESS LocalAddr, RemoteAddr; INT iSocketType, iProtocol}, then the two
 * sockaddrs. A SOCKET_ADDRESS is a pointer, here an offset from the start of the value, and a length; both are 0 for an
 * end without a name. The caller's length does not change, even if it is too short.
 */
function bspState(socket: Socket, optval: Uint8Array, optlen: Ref<number>): number {
  const { network } = socket.context;
  const size = sockaddrSize(socket.af);
  const name = newName();
  const info = new Uint8Array(CSADDR_INFO_SIZE + 2 * size);
  let length = CSADDR_INFO_SIZE;
  const put = (at: number, found: number) => {
    if (found < 0) return;
    setUint32(info, at, length);
    setUint32(info, at + 4, size);
    info.set(name.subarray(0, size), length);
    length += size;
  };
  if (socket.isBound) put(0, network.getsockname(socket.fd, name));
  if (socket.isConnected) put(8, network.getpeername(socket.fd, name));
  setUint32(info, 16, socket.info.iSocketType);
  setUint32(info, 20, socket.protocol);
  if (optlen.value < length) return -WSAEFAULT;
  optval.set(info.subarray(0, length));
  return 0;
}

/** Seconds since a stream connected; -1 if it is not connected. */
function connectedSeconds({ connectedAt, context }: Socket): number {
  return connectedAt < 0 ? -1 : Math.floor((context.now() - connectedAt) / 1000);
}

/** Options of later systems. Source: oracle options. */
export const desktopOptions = (): OptionTable => ({
  [SOL_SOCKET]: {
    [SO_BSP_STATE]: { getBytes: bspState },
    [SO_CONNECT_TIME]: { form: dword, get: (socket) => connectedSeconds(socket) >>> 0 },
    [SO_PAUSE_ACCEPT]: forStreams(stored(flag)),
    [SO_RANDOMIZE_PORT]: stored(flag),
    [SO_PORT_SCALABILITY]: stored(flag),
    [SO_PROTOCOL_INFOA]: protocolInfoA,
    [SO_TYPE]: socketType,
    [SO_UPDATE_ACCEPT_CONTEXT]: acceptContext,
    [SO_UPDATE_CONNECT_CONTEXT]: connectContext,
  },
  [IPPROTO_TCP]: {
    [TCP_KEEPALIVE]: forStreams(forwarded(dword, KEEPALIVE_SECONDS)),
    [TCP_KEEPCNT]: forStreams(
      stored(dword, 10, (socket, count, ...at) => (count > 255 ? -WSAEINVAL : forward(socket, count, ...at))),
    ),
    [TCP_KEEPINTVL]: forStreams(forwarded(dword, 1)),
  },
  [IPPROTO_IP]: {
    [IP_DONTFRAGMENT]: dontFragment(whole),
  },
  [IPPROTO_IPV6]: {
    [IPV6_DONTFRAG]: ofIPv6(dontFragment(small)),
  },
});
