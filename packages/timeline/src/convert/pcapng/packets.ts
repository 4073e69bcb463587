import { parseIPv4, parseIPv6 } from "@ws2kit/spi";

/** An end of a connection or the source of a datagram: an address and a port. */
export interface End {
  /** 4 or 16 bytes. */
  readonly address: Uint8Array;
  readonly port: number;
}

/** Reads `127.0.0.1:80` or `[::1]:80`, as `sockaddrText` writes it; `null` for any other text. */
export function endIn(text: string): End | null {
  const [, host6, host4, port] = /^(?:\[([^\]%]+)[^\]]*\]|([\d.]+)):(\d+)$/.exec(text) ?? [];
  const address = new Uint8Array(host6 === undefined ? 4 : 16);
  const isAddress = host6 === undefined ? parseIPv4(host4 ?? "", address, 0) : parseIPv6(host6, address, 0);
  return isAddress ? { address, port: Number(port) } : null;
}

export const TCP_FIN = 0x01;
export const TCP_SYN = 0x02;
export const TCP_RST = 0x04;
export const TCP_PSH = 0x08;
export const TCP_ACK = 0x10;

const PROTOCOL_TCP = 6;
const PROTOCOL_UDP = 17;
const HOP_LIMIT = 64;
/** The largest packet: 65,535 bytes of IPv4 with its header. */
const LARGEST_PACKET = 65535;
const IP_HEADERS = 40;
const TCP_HEADER = 20;
const UDP_HEADER = 8;

/** The most bytes of a TCP segment, in either family. */
export const LARGEST_SEGMENT = LARGEST_PACKET - IP_HEADERS - TCP_HEADER;

/** Makes a TCP segment in an IP packet, with both checksums. */
export function tcpPacket(
  from: End,
  to: End,
  { seq, ack, flags }: { readonly seq: number; readonly ack: number; readonly flags: number },
  data: Uint8Array,
): Uint8Array {
  const segment = new Uint8Array(TCP_HEADER + data.length);
  const view = new DataView(segment.buffer);
  view.setUint16(0, from.port);
  view.setUint16(2, to.port);
  view.setUint32(4, seq);
  view.setUint32(8, ack);
  view.setUint8(12, (TCP_HEADER / 4) << 4);
  view.setUint8(13, flags);
  view.setUint16(14, 0xffff);
  segment.set(data, TCP_HEADER);
  return ipPacket(from, to, PROTOCOL_TCP, segment, 16);
}

/** Makes a UDP datagram in an IP packet, with both checksums. */
export function udpPacket(from: End, to: End, data: Uint8Array): Uint8Array {
  const datagram = new Uint8Array(UDP_HEADER + data.length);
  const view = new DataView(datagram.buffer);
  view.setUint16(0, from.port);
  view.setUint16(2, to.port);
  view.setUint16(4, datagram.length);
  datagram.set(data, UDP_HEADER);
  return ipPacket(from, to, PROTOCOL_UDP, datagram, 6);
}

/** Puts `payload`, whose checksum is at `checksumAt`, into an IP packet of the ends' family. */
function ipPacket(from: End, to: End, protocol: number, payload: Uint8Array, checksumAt: number): Uint8Array {
  const checksum = checksumOf([from.address, to.address, pseudoHeader(protocol, payload.length), payload]);
  // 0 in a UDP header means "no checksum"
  new DataView(payload.buffer).setUint16(checksumAt, checksum === 0 && protocol === PROTOCOL_UDP ? 0xffff : checksum);
  const header = from.address.length === 4 ? ipv4Header : ipv6Header;
  return joined([header(from, to, protocol, payload.length), payload]);
}

function ipv4Header(from: End, to: End, protocol: number, length: number): Uint8Array {
  const header = new Uint8Array(20);
  const view = new DataView(header.buffer);
  view.setUint8(0, 0x45);
  view.setUint16(2, header.length + length);
  view.setUint16(6, 0x4000); // do not fragment
  view.setUint8(8, HOP_LIMIT);
  view.setUint8(9, protocol);
  header.set(from.address, 12);
  header.set(to.address, 16);
  view.setUint16(10, checksumOf([header]));
  return header;
}

function ipv6Header(from: End, to: End, protocol: number, length: number): Uint8Array {
  const header = new Uint8Array(40);
  const view = new DataView(header.buffer);
  view.setUint8(0, 0x60);
  view.setUint16(4, length);
  view.setUint8(6, protocol);
  view.setUint8(7, HOP_LIMIT);
  header.set(from.address, 8);
  header.set(to.address, 24);
  return header;
}

function pseudoHeader(protocol: number, length: number): Uint8Array {
  return Uint8Array.of(0, protocol, length >>> 8, length & 0xff);
}

/** The Internet checksum (RFC 1071) over parts, of which each but the last has an even length. */
function checksumOf(parts: readonly Uint8Array[]): number {
  let sum = 0;
  for (const part of parts) {
    for (let i = 0; i < part.length; i += 2) sum += (part[i] << 8) | (part[i + 1] ?? 0);
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000);
  return ~sum & 0xffff;
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
