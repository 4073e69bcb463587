import {
  encodeProtocolInfo,
  getUint32,
  IP_MULTICAST_LOOP,
  IP_PKTINFO,
  IP_RECVTTL,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPPROTO_TCP,
  IPV6_HOPLIMIT,
  IPV6_PKTINFO,
  ref,
  SO_BSP_STATE,
  SO_CONNECT_TIME,
  SO_PAUSE_ACCEPT,
  SO_PORT_SCALABILITY,
  SO_PROTOCOL_INFOA,
  SO_RANDOMIZE_PORT,
  SO_UPDATE_ACCEPT_CONTEXT,
  SO_UPDATE_CONNECT_CONTEXT,
  type SOCKET,
  SOL_SOCKET,
  TCP_KEEPALIVE,
  TCP_MAXRT,
  WSAEFAULT,
  WSAENOTCONN,
  WSAPROTOCOL_INFOA_SIZE,
} from "@ws2kit/spi";
import { dword, flag, small } from "./option-forms.js";
import { forDatagrams, forStreams, kept, type OptionTable, ofIPv6, type RawOption, told } from "./option-kinds.js";
import type { Socket } from "./socket.js";

/** Two hours. */
const KEEPALIVE_SECONDS = 7200;

/** `IP_MULTICAST_LOOP`, which not every system has. */
export const multicastLoop = (): OptionTable => ({
  [IPPROTO_IP]: { [IP_MULTICAST_LOOP]: forDatagrams(told(small, 1)) },
});

/** SO_UPDATE_ACCEPT_CONTEXT: takes over the properties of the listener whose handle the value is. */
const acceptContext: RawOption = {
  take(socket, optval, optlen, tcp) {
    if (optlen < 4) return -WSAEFAULT;
    const errno = ref(0);
    const listener = tcp.handles.find(getUint32(optval as Uint8Array, 0) as SOCKET, errno);
    if (listener === null) return -errno.value;
    if (listener.isListening) socket.inherit(listener);
    socket.needsContext = false;
    return 0;
  },
};

/** SO_UPDATE_CONNECT_CONTEXT: no value; makes a connection of ConnectEx whole. */
const connectContext: RawOption = {
  take(socket) {
    if (!socket.isConnected) return -WSAENOTCONN;
    socket.needsContext = false;
    return 0;
  },
};

/** SO_PROTOCOL_INFOA: as SO_PROTOCOL_INFOW, with a text of single bytes. */
const protocolInfoA: RawOption = {
  give(socket, optval, optlen) {
    const given = optlen.value;
    optlen.value = WSAPROTOCOL_INFOA_SIZE;
    if (given < WSAPROTOCOL_INFOA_SIZE) return -WSAEFAULT;
    const wide = encodeProtocolInfo(socket.info);
    optval.set(wide.subarray(0, 116));
    for (let i = 116; i < WSAPROTOCOL_INFOA_SIZE; i++) optval[i] = wide[2 * i - 116];
    return 0;
  },
};

/** How long a stream has been connected; -1 if it is not. */
function connectedSeconds({ connectedAt, station }: Socket): number {
  return connectedAt < 0 ? -1 : Math.floor((station.now() - connectedAt) / 1000);
}

/** Options of later systems. Source: oracle options and its list of what Windows supports. */
export const laterOptions = (): OptionTable => ({
  [SOL_SOCKET]: {
    // a CSADDR_INFO holds pointers: no room is ever enough
    [SO_BSP_STATE]: { give: () => -WSAEFAULT },
    [SO_CONNECT_TIME]: { form: dword, get: (socket) => connectedSeconds(socket) >>> 0 },
    [SO_PAUSE_ACCEPT]: forStreams(kept(flag)),
    [SO_RANDOMIZE_PORT]: kept(flag),
    [SO_PORT_SCALABILITY]: kept(flag),
    [SO_PROTOCOL_INFOA]: protocolInfoA,
    [SO_UPDATE_ACCEPT_CONTEXT]: acceptContext,
    [SO_UPDATE_CONNECT_CONTEXT]: connectContext,
  },
  [IPPROTO_TCP]: {
    [TCP_KEEPALIVE]: forStreams(kept(dword, KEEPALIVE_SECONDS)),
    [TCP_MAXRT]: forStreams(kept(dword)),
  },
  [IPPROTO_IP]: {
    [IP_PKTINFO]: forDatagrams(kept(dword)),
    [IP_RECVTTL]: forDatagrams(kept(dword)),
  },
  [IPPROTO_IPV6]: {
    [IPV6_PKTINFO]: forDatagrams(ofIPv6(kept(dword))),
    [IPV6_HOPLIMIT]: forDatagrams(ofIPv6(kept(dword))),
  },
});
