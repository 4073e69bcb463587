/**
 * The header fields of a datagram that `NetworkStack.recvmsg` reports and `sendmsg` sets, in 32 bytes, little-endian: 0
 * the fields that are present (PACKET_*) · 4 the local address, 4 bytes of IPv4 or 16 of IPv6 · 20 the interface's
 * index · 24 the hop limit · 28 the type of service or traffic class. The local address is the destination of a
 * received datagram, and the source of a sent datagram.
 */
export const PACKET_INFO_SIZE = 32;

/** The local address and the interface are present. If one of them is 0 in a sent datagram, the stack chooses it. */
export const PACKET_ADDRESS = 0x1;
/** The hop limit is present. */
export const PACKET_HOPS = 0x2;
/** The type of service is present. */
export const PACKET_CLASS = 0x4;

/** The offsets of the fields. The interface follows the 16 bytes of the address. */
export const PACKET_ADDRESS_AT = 4;
export const PACKET_HOPS_AT = 24;
export const PACKET_CLASS_AT = 28;
