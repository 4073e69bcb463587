import {
  AF_INET6,
  copyOf,
  getUint32,
  IP_PKTINFO,
  IP_RECVTOS,
  IP_RECVTTL,
  IP_TOS,
  IP_TTL,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPV6_HOPLIMIT,
  IPV6_PKTINFO,
  IPV6_RECVTCLASS,
  IPV6_TCLASS,
  PACKET_ADDRESS,
  PACKET_ADDRESS_AT,
  PACKET_CLASS,
  PACKET_CLASS_AT,
  PACKET_HOPS,
  PACKET_HOPS_AT,
  WSA_CMSG_DATA,
  WSA_CMSG_FIRSTHDR,
  WSA_CMSG_NXTHDR,
  type WSABUF,
  WSACMSGHDR,
  WSAEINVAL,
} from "@ws2kit/spi";
import { IP_ECN, IP_RECVDSTADDR, IP_RECVIF } from "@ws2kit/spi/desktop-options";
import { storedValue } from "../options/option.js";
import type { Socket } from "../socket/socket.js";

/** The offset of the interface, after the address. */
const PACKET_INTERFACE_AT = PACKET_ADDRESS_AT + 16;

/** A control message with a header field. */
interface Kind {
  readonly type: number;
  /** The option that asks for the message. */
  readonly option: number;
  /** PACKET_*, and the ranges of its bytes in a packet's header fields, in order. */
  readonly field: number;
  readonly parts: readonly (readonly [at: number, size: number])[];
  /**
   * The bits of the first byte that a received message holds. If absent: all bits, and a send may contain the message
   * too.
   */
  readonly receivedBits?: number;
}

const INTERFACE = [PACKET_INTERFACE_AT, 4] as const;
const HOPS = { field: PACKET_HOPS, parts: [[PACKET_HOPS_AT, 4]] } as const;
const CLASS = { field: PACKET_CLASS, parts: [[PACKET_CLASS_AT, 4]] } as const;

/** An IN_PKTINFO whose IPv4 address is at offset `at`. */
function packetInfo(at: number): Kind {
  return { type: IP_PKTINFO, option: IP_PKTINFO, field: PACKET_ADDRESS, parts: [[at, 4], INTERFACE] };
}

/** The messages that only a receive writes, each with one field: the interface, the address, the congestion bits. */
function received(addressAt: number, size: number): readonly Kind[] {
  return [
    { type: IP_RECVIF, option: IP_RECVIF, field: PACKET_ADDRESS, parts: [INTERFACE], receivedBits: 0xff },
    {
      type: IP_RECVDSTADDR,
      option: IP_RECVDSTADDR,
      field: PACKET_ADDRESS,
      parts: [[addressAt, size]],
      receivedBits: 0xff,
    },
    { type: IP_ECN, option: IP_ECN, ...CLASS, receivedBits: 3 },
  ];
}

const IP_HOPS: Kind = { type: IP_TTL, option: IP_RECVTTL, ...HOPS };
const IP_CLASS: Kind = { type: IP_TOS, option: IP_RECVTOS, ...CLASS };

/** The messages of an IPv4 datagram, in the order in which a receive writes them. */
const IPV4: readonly Kind[] = [packetInfo(PACKET_ADDRESS_AT), IP_HOPS, IP_CLASS, ...received(PACKET_ADDRESS_AT, 4)];
/** The messages of an IPv4 datagram on an IPv6 socket. Addresses are IPv4-mapped. */
const MAPPED_IPV4: readonly Kind[] = [
  packetInfo(PACKET_ADDRESS_AT + 12),
  IP_HOPS,
  IP_CLASS,
  ...received(PACKET_ADDRESS_AT + 12, 4),
];
const IPV6: readonly Kind[] = [
  { type: IPV6_PKTINFO, option: IPV6_PKTINFO, field: PACKET_ADDRESS, parts: [[PACKET_ADDRESS_AT, 16], INTERFACE] },
  { type: IPV6_HOPLIMIT, option: IPV6_HOPLIMIT, ...HOPS },
  { type: IPV6_TCLASS, option: IPV6_RECVTCLASS, ...CLASS },
  // the numbers of IPv4 and IPv6 are the same
  ...received(PACKET_ADDRESS_AT, 16),
];

const sizeOf = ({ parts }: Kind) => parts.reduce((size, part) => size + part[1], 0);

/** The offset of ffff in an IPv4-mapped address, before its last 4 bytes. */
const MARK_AT = 10;

/** Whether the 16 bytes at `at` are an IPv4-mapped address. */
function isMapped(bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < MARK_AT; i++) if (bytes[at + i] !== 0) return false;
  return (bytes[at + MARK_AT] & bytes[at + MARK_AT + 1]) === 0xff;
}

/** The offset of the address in a sockaddr_in6. */
const IPV6_AT = 8;

/**
 * Writes the control messages of a datagram from `from` that the socket's options ask for, and their length. Returns
 * whether there was room for all.
 */
export function writeControl(socket: Socket, from: Uint8Array, packet: Uint8Array, Control: WSABUF): boolean {
  const isIPv4 = socket.af !== AF_INET6 || isMapped(from, IPV6_AT);
  const kinds = socket.af !== AF_INET6 ? IPV4 : isIPv4 ? MAPPED_IPV4 : IPV6;
  const level = isIPv4 ? IPPROTO_IP : IPPROTO_IPV6;
  const room = Control.len;
  let length = 0;
  let fits = true;
  for (const { type, option, field, parts, receivedBits = 0xff } of kinds) {
    if ((packet[0] & field) === 0 || storedValue(socket, level, option) === 0) continue;
    const data: number[] = [];
    for (const [at, size] of parts) data.push(...packet.subarray(at, at + size));
    data[0] &= receivedBits;
    const bytes = WSACMSGHDR(level, type, new Uint8Array(data));
    fits = fits && bytes.length <= room - length;
    if (!fits) break;
    Control.buf?.set(bytes, Control.off + length);
    length += bytes.length;
  }
  Control.len = length;
  return fits;
}

/**
 * Reads the control messages for a datagram to send into `packet`. Returns 0, or WSAEINVAL if a message is unknown, too
 * short, of another family or incomplete, or if a number is out of range.
 */
export function readControl(socket: Socket, Control: WSABUF, packet: Uint8Array): number {
  const msg = { Control };
  let end = Control.off;
  for (let one = WSA_CMSG_FIRSTHDR(msg); one !== null; one = WSA_CMSG_NXTHDR(msg, one)) {
    const { cmsg_level, cmsg_type, cmsg_len, off } = one;
    const kind = kindsOf(socket, cmsg_level).find((each) => each.type === cmsg_type && each.receivedBits === undefined);
    const data = WSA_CMSG_DATA(one);
    if (kind === undefined || data.length < sizeOf(kind)) return WSAEINVAL;
    let from = 0;
    for (const [at, size] of kind.parts) {
      packet.set(data.subarray(from, from + size), at);
      from += size;
    }
    packet[0] |= kind.field;
    if (kind === MAPPED_IPV4[0] && copyOf(data, 0, 4).some((byte) => byte !== 0)) {
      packet.fill(0xff, PACKET_ADDRESS_AT + MARK_AT, PACKET_ADDRESS_AT + 12);
    }
    end = off + ((cmsg_len + 3) & ~3);
  }
  const isWhole = end >= Control.off + Control.len;
  const areOctets =
    isOctet(packet, PACKET_HOPS, PACKET_HOPS_AT, 1) && isOctet(packet, PACKET_CLASS, PACKET_CLASS_AT, 0);
  return isWhole && areOctets ? 0 : WSAEINVAL;
}

/** Whether a field is absent, or is a number from `least` to 255. */
function isOctet(packet: Uint8Array, field: number, at: number, least: number): boolean {
  const value = getUint32(packet, at);
  return (packet[0] & field) === 0 || (value >= least && value <= 255);
}

function kindsOf({ af }: Socket, level: number): readonly Kind[] {
  if (level === IPPROTO_IPV6) return af === AF_INET6 ? IPV6 : [];
  if (level !== IPPROTO_IP) return [];
  return af === AF_INET6 ? MAPPED_IPV4 : IPV4;
}
