import {
  copyOf,
  IPPROTO_UDP,
  isUnspecified,
  SOCK_DGRAM,
  SOCKADDR_IN6_SIZE,
  setUint16,
  setUint32,
  sockaddrFamily,
  sockaddrSize,
  WSAEAFNOSUPPORT,
  WSAEFAULT,
  WSAEINVAL,
  WSAENETDOWN,
} from "@ws2kit/spi";
import { newName } from "../socket/address-check.js";
import type { Socket } from "../socket/socket.js";
import type { Control } from "./control.js";

/**
 * SIO_ROUTING_INTERFACE_QUERY: the local address from which packets to the input's address are sent. To find it,
 * connects a datagram socket to that address and gets its local name. Source: test_sioRoutingInterfaceQuery.
 */
export const routingInterface: Control = {
  run({ socket, input, output, returned, pointer }) {
    const size = sockaddrSize(socket.af);
    if (input.length < size) return -WSAEINVAL;
    if (sockaddrFamily(input) !== socket.af) return -WSAEAFNOSUPPORT;
    if (isUnspecified(input)) return -WSAEINVAL;
    if (pointer !== null) returned.value = size;
    if (output.length < size) return -WSAEFAULT;
    const { network } = socket.context;
    const fd = network.open(socket.af, SOCK_DGRAM, IPPROTO_UDP);
    if (fd < 0) return fd;
    const to = copyOf(input, 0, size);
    to[3] |= 1;
    const name = newName();
    const result = network.connect(fd, to, size) || Math.min(network.getsockname(fd, name), 0);
    network.close(fd);
    if (result < 0) return result === -WSAENETDOWN ? result : -WSAEINVAL;
    // an interface has no port
    setUint16(name, 2, 0);
    output.set(name.subarray(0, size));
    return 0;
  },
};

/** The most addresses of a machine. */
const MOST = 16;
/** A SOCKET_ADDRESS: a pointer and a length. */
const SOCKET_ADDRESS_SIZE = 8;

/** The machine's own addresses of a family, in slots of 28 bytes. */
export function ownAddresses(socket: Socket, family: number): { readonly slots: Uint8Array; readonly count: number } {
  const slots = new Uint8Array(MOST * SOCKADDR_IN6_SIZE);
  return { slots, count: Math.max(socket.context.network.resolve("", family, slots), 0) };
}

/** One of the addresses. */
export function slotOf(slots: Uint8Array, i: number): Uint8Array {
  return slots.subarray(i * SOCKADDR_IN6_SIZE, (i + 1) * SOCKADDR_IN6_SIZE);
}

/**
 * SIO_ADDRESS_LIST_QUERY: a SOCKET_ADDRESS_LIST of the machine's addresses of the socket's family. INT iAddressCount,
 * then as many SOCKET_ADDRESS {lpSockaddr, iSockaddrLength}, then the addresses. A pointer is an offset from the start
 * of the list.
 */
export const addressList: Control = {
  run({ socket, output, returned }) {
    returned.value = 0;
    if (output.length > 0 && output.length < SOCKET_ADDRESS_SIZE) return -WSAEINVAL;
    const { slots, count } = ownAddresses(socket, socket.af);
    const size = sockaddrSize(socket.af);
    const first = 4 + count * SOCKET_ADDRESS_SIZE;
    returned.value = first + count * size;
    if (output.length < returned.value) return -WSAEFAULT;
    setUint32(output, 0, count);
    for (let i = 0; i < count; i++) {
      setUint32(output, 4 + i * SOCKET_ADDRESS_SIZE, first + i * size);
      setUint32(output, 8 + i * SOCKET_ADDRESS_SIZE, size);
      output.set(slots.subarray(i * SOCKADDR_IN6_SIZE, i * SOCKADDR_IN6_SIZE + size), first + i * size);
    }
    return 0;
  },
};
