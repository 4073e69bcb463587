import {
  AF_INET,
  IP_ADD_MEMBERSHIP,
  IP_MULTICAST_IF,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPV6_ADD_MEMBERSHIP,
  ip_mreq,
  ipv6_mreq,
  JL_BOTH,
  JL_RECEIVER_ONLY,
  JL_SENDER_ONLY,
  type SOCKET,
  SOCKET_ERROR,
  sockaddr_in,
  sockaddr_in6,
  sockaddrPort,
  sockaddrScope,
  sockaddrSize,
  WSA_FLAG_MULTIPOINT_C_LEAF,
  WSAEADDRNOTAVAIL,
  WSAEINVAL,
  WSAEOPNOTSUPP,
  WSAEPROTONOSUPPORT,
} from "@ws2kit/spi";
import { checkName } from "../socket/address-check.js";
import { failSocket } from "../socket/failure.js";
import type { Socket } from "../socket/socket.js";
import type { Part } from "../socket/tcpip.js";

/** WSPJoinLeaf for IP: a leaf joins a multicast group, and stays the same socket. Source: reference §11. */
export const joining: Part = (tcp) => ({
  WSPJoinLeaf(s, name, namelen, lpCallerData, _lpCalleeData, lpSQOS, _lpGQOS, dwFlags, lpErrno) {
    const socket = tcp.handles.find(s, lpErrno);
    if (socket === null) return SOCKET_ERROR as SOCKET;
    if ((socket.flags & WSA_FLAG_MULTIPOINT_C_LEAF) === 0) return failSocket(lpErrno, WSAEINVAL);
    if (dwFlags !== JL_SENDER_ONLY && dwFlags !== JL_RECEIVER_ONLY && dwFlags !== JL_BOTH) {
      return failSocket(lpErrno, WSAEINVAL);
    }
    if (lpSQOS !== null && lpSQOS !== undefined) return failSocket(lpErrno, WSAEOPNOTSUPP);
    if (lpCallerData !== null && lpCallerData?.len > 0) return failSocket(lpErrno, WSAEPROTONOSUPPORT);
    const code = checkName(socket, name, namelen);
    if (code !== 0) return failSocket(lpErrno, code);
    const result = join(socket, name as Uint8Array, dwFlags);
    return result < 0 ? failSocket(lpErrno, -result) : s;
  },
});

/**
 * Binds the socket to the group's port if it is not bound, and joins the group unless the socket only sends. Returns 0
 * or a negative code.
 */
function join(socket: Socket, group: Uint8Array, dwFlags: number): number {
  const { network } = socket.context;
  const isIPv4 = socket.af === AF_INET;
  if (!isMulticast(group, isIPv4)) return -WSAEADDRNOTAVAIL;
  if (!socket.isBound) {
    const port = sockaddrPort(group);
    const own = isIPv4 ? sockaddr_in(0, port) : sockaddr_in6("::", port);
    const result = network.bind(socket.fd, own, sockaddrSize(socket.af));
    if (result < 0) return result;
    socket.named();
  }
  if (dwFlags === JL_SENDER_ONLY) return 0;
  return isIPv4
    ? network.setsockopt(socket.fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, ip_mreq(group, interfaceOf(socket)), 8)
    : network.setsockopt(socket.fd, IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP, ipv6_mreq(group, sockaddrScope(group)), 20);
}

/** The interface of IP_MULTICAST_IF; zeros for any interface. */
function interfaceOf({ context, fd }: Socket): Uint8Array {
  const address = new Uint8Array(4);
  const name = sockaddr_in(0, 0);
  if (context.network.getsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, address) === 4) name.set(address, 4);
  return name;
}

function isMulticast(name: Uint8Array, isIPv4: boolean): boolean {
  return isIPv4 ? name[4] >>> 4 === 0xe : name[8] === 0xff;
}
