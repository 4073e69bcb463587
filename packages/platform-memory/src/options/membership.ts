import { AF_INET, formatIPv4, formatIPv6, WSAEADDRINUSE, WSAEADDRNOTAVAIL, WSAEFAULT, WSAEINVAL } from "@ws2kit/spi";
import { ANY_IPV4, isMulticast } from "../addresses/address.js";
import type { DatagramSocket } from "../datagram/datagram-socket.js";
import type { Socket } from "../host/socket.js";

/** IP_MREQ: group, interface address; 8 bytes. IPV6_MREQ: group, u_long interface index; 20 bytes. */
const IP_MREQ_SIZE = 8;
const IPV6_MREQ_SIZE = 20;

export function joinGroup(socket: Socket, _value: number, mreq: Uint8Array, len: number): number {
  const group = groupOf(socket, mreq, len);
  if (typeof group === "number") return group;
  const member = socket as DatagramSocket;
  if (member.groups.has(group)) return -WSAEADDRINUSE;
  member.groups = member.groups.with(group);
  return 0;
}

export function leaveGroup(socket: Socket, _value: number, mreq: Uint8Array, len: number): number {
  const group = groupOf(socket, mreq, len);
  if (typeof group === "number") return group;
  const member = socket as DatagramSocket;
  if (!member.groups.has(group)) return -WSAEADDRNOTAVAIL;
  member.groups = member.groups.without(group);
  return 0;
}

/** IP_MULTICAST_IF: an address of this host, or 0.x.x.x, an interface's index. */
export function setInterface(socket: Socket, value: number, address: Uint8Array): number {
  return isInterface(socket, formatIPv4(address, 0))
    ? socket.setOption("multicastInterface", value)
    : -WSAEADDRNOTAVAIL;
}

function groupOf(socket: Socket, mreq: Uint8Array, len: number): string | number {
  const v4 = socket.family === AF_INET;
  if (len < (v4 ? IP_MREQ_SIZE : IPV6_MREQ_SIZE)) return -WSAEFAULT;
  const group = v4 ? formatIPv4(mreq, 0) : formatIPv6(mreq, 0);
  if (!isMulticast(group)) return -WSAEINVAL;
  return v4 && !isInterface(socket, formatIPv4(mreq, 4)) ? -WSAEADDRNOTAVAIL : group;
}

function isInterface(socket: Socket, ip: string): boolean {
  return ip === ANY_IPV4 || ip.startsWith("0.") || socket.host.owns(ip);
}
