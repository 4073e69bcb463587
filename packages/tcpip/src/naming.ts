import { SOCKADDR_IN6_SIZE, SOCKET_ERROR, sockaddrSize, WSAEADDRNOTAVAIL, WSAEINVAL, WSAENOTCONN } from "@ws2kit/spi";
import { checkName, giveName, isBroadcast } from "./address-check.js";
import { settle } from "./connecting.js";
import { fail } from "./failure.js";
import type { Part } from "./tcpip.js";

/** WSPBind, WSPGetSockName, WSPGetPeerName. Source: reference §1 slots 3, 12, 13; oracle bind-*, getsockname-*. */
export const naming: Part = (tcp) => {
  const { network } = tcp.station;
  const found = new Uint8Array(SOCKADDR_IN6_SIZE);
  return {
    WSPBind(s, name, namelen, lpErrno) {
      const socket = tcp.handles.find(s, lpErrno);
      if (socket === null) return SOCKET_ERROR;
      if (typeof namelen !== "number") return fail(lpErrno, WSAEINVAL);
      const code = checkName(socket, name, namelen, tcp.definition.bindFamily);
      if (code !== 0) return fail(lpErrno, code);
      if (socket.isBound) return fail(lpErrno, WSAEINVAL);
      const address = name as Uint8Array;
      if (isBroadcast(address)) return fail(lpErrno, WSAEADDRNOTAVAIL);
      const result = network.bind(socket.fd, address, sockaddrSize(socket.family));
      if (result < 0) return fail(lpErrno, -result);
      socket.isBound = true;
      tcp.handles.learn(s);
      return 0;
    },

    WSPGetSockName(s, name, namelen, lpErrno) {
      const socket = tcp.handles.find(s, lpErrno);
      if (socket === null) return SOCKET_ERROR;
      if (!socket.isBound) return fail(lpErrno, WSAEINVAL);
      const length = network.getsockname(socket.fd, found);
      const code = length < 0 ? -length : giveName(found, length, name, namelen);
      return code === 0 ? 0 : fail(lpErrno, code);
    },

    WSPGetPeerName(s, name, namelen, lpErrno) {
      const socket = tcp.handles.find(s, lpErrno);
      if (socket === null) return SOCKET_ERROR;
      settle(socket);
      if (!socket.isConnected || socket.needsContext) return fail(lpErrno, WSAENOTCONN);
      const length = network.getpeername(socket.fd, found);
      const code = length < 0 ? -length : giveName(found, length, name, namelen);
      return code === 0 ? 0 : fail(lpErrno, code);
    },
  };
};
