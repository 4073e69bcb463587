import { MessageOwner } from "@ws2kit/core";
import { DWORD, FD_WRITE, ref, SO_BROADCAST, SOCKET_ERROR, SOL_SOCKET, WSAEACCES } from "@ws2kit/spi";
import type { Socket } from "../socket/socket.js";
import type { Part } from "../socket/tcpip.js";
import { connecting } from "./connecting.js";

/**
 * WSPConnect of a datagram socket on desktop. The broadcast address may be the peer without SO_BROADCAST, and FD_WRITE
 * is posted after a new peer is set. Source: test_broadcast; test_connect_events.
 */
export const datagramPeers: Part = (tcp) => {
  const { WSPConnect } = connecting(tcp);
  const errno = ref(0);

  const mayBroadcast = ({ context, fd }: Socket, value: 0 | 1) =>
    context.network.setsockopt(fd, SOL_SOCKET, SO_BROADCAST, DWORD(value), 4);

  return {
    WSPConnect(...args) {
      let result = WSPConnect?.(...args) ?? SOCKET_ERROR;
      const socket = tcp.handles.find(args[0], errno);
      if (socket === null || socket.isStream) return result;
      const lpErrno = args[args.length - 1] as { value: number };
      if (result !== 0 && lpErrno.value === WSAEACCES) {
        mayBroadcast(socket, 1);
        result = WSPConnect?.(...args) ?? SOCKET_ERROR;
        mayBroadcast(socket, 0);
      }
      if (result === 0 && socket.events?.owner instanceof MessageOwner) {
        socket.events.rearm(FD_WRITE);
        socket.events.record(FD_WRITE, 0);
      }
      return result;
    },
  };
};
