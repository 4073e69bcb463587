import { isNumber } from "@ws2kit/core";
import { sockaddrSize, WSAEADDRNOTAVAIL, WSAEINVAL, WSAENOTCONN } from "@ws2kit/spi";
import { checkName, isBroadcast, newName, writeName } from "../socket/address-check.js";
import { settle } from "../socket/connection-state.js";
import { socketSlot } from "../socket/socket-slot.js";
import type { Part } from "../socket/tcpip.js";

/** WSPBind, WSPGetSockName, WSPGetPeerName. Source: reference §1 slots 3, 12, 13; oracle bind-*, getsockname-*. */
export const naming: Part = (tcp) => {
  const { network } = tcp.context;
  const found = newName();
  return {
    WSPBind: socketSlot(tcp, (socket, name, namelen, s) => {
      if (!isNumber(namelen)) return WSAEINVAL;
      const code = checkName(socket, name, namelen, tcp.definition.bindFamily);
      if (code !== 0) return code;
      if (socket.isBound || socket.holder !== undefined) return WSAEINVAL;
      const address = name as Uint8Array;
      if (isBroadcast(address)) return WSAEADDRNOTAVAIL;
      const result = network.bind(socket.fd, address, sockaddrSize(socket.af));
      if (result < 0) return -result;
      socket.named();
      tcp.handles.named(s);
      return 0;
    }),

    WSPGetSockName: socketSlot(tcp, (socket, name, namelen) => {
      if (!socket.isBound) return WSAEINVAL;
      const length = network.getsockname(socket.fd, found);
      return length < 0 ? -length : writeName(found, length, name, namelen);
    }),

    WSPGetPeerName: socketSlot(tcp, (socket, name, namelen) => {
      settle(socket);
      if (socket.needsContext) return WSAENOTCONN;
      // While a connect is under way, getpeername returns its target.
      if (socket.target !== null) return writeName(socket.target, socket.target.length, name, namelen);
      if (!socket.isConnected) return WSAENOTCONN;
      const length = network.getpeername(socket.fd, found);
      return length < 0 ? -length : writeName(found, length, name, namelen);
    }),
  };
};
