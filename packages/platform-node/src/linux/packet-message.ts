import {
  getUint32,
  PACKET_ADDRESS,
  PACKET_ADDRESS_AT,
  PACKET_CLASS,
  PACKET_CLASS_AT,
  PACKET_HOPS,
  PACKET_HOPS_AT,
  setUint32,
} from "@ws2kit/spi";
import type { LinuxAddress } from "./address.js";
import type { MessageHeader } from "./libc.js";
import {
  LINUX_IP_PKTINFO,
  LINUX_IP_TOS,
  LINUX_IP_TTL,
  LINUX_IPPROTO_IPV6,
  LINUX_IPV6_HOPLIMIT,
  LINUX_IPV6_PKTINFO,
  LINUX_IPV6_TCLASS,
} from "./options.js";

/** Where the interface stands, behind the address. */
const PACKET_INTERFACE_AT = PACKET_ADDRESS_AT + 16;

const LINUX_IPPROTO_IP = 0;
/** struct cmsghdr: 0 size_t cmsg_len · 8 int cmsg_level · 12 int cmsg_type; data follows, filled up to 8 bytes. */
const HEADER_SIZE = 16;
/** Room for the three control messages of a datagram, of both families. */
const ROOM = 256;

/** struct in_pktinfo: 0 int ipi_ifindex · 4 ipi_spec_dst, the source of a send · 8 ipi_addr, the destination. */
const IN_PKTINFO_SIZE = 12;
/** struct in6_pktinfo: 0 ipi6_addr · 16 int ipi6_ifindex. */
const IN6_PKTINFO_SIZE = 20;

const aligned = (length: number) => (length + 7) & ~7;

/** The header fields of datagrams as Linux's control messages, in memory that all calls share. */
export class PacketMessage {
  readonly #control = new Uint8Array(ROOM);

  /** Makes the header of a receive of `len` bytes. */
  forReceive(buf: Uint8Array, len: number, { bytes }: LinuxAddress): MessageHeader {
    return header(bytes, bytes.length, buf, len, this.#control, ROOM);
  }

  /** Makes the header of a send of `len` bytes to the first `size` bytes of `address`, with the fields of `packet`. */
  forSend(
    buf: Uint8Array,
    len: number,
    address: LinuxAddress,
    size: number,
    isIPv6: boolean,
    packet: Uint8Array,
  ): MessageHeader {
    const level = isIPv6 ? LINUX_IPPROTO_IPV6 : LINUX_IPPROTO_IP;
    let length = 0;
    const add = (type: number, data: Uint8Array) => {
      this.#control.fill(0, length, length + HEADER_SIZE);
      setUint32(this.#control, length, HEADER_SIZE + data.length);
      setUint32(this.#control, length + 8, level);
      setUint32(this.#control, length + 12, type);
      this.#control.set(data, length + HEADER_SIZE);
      length += HEADER_SIZE + aligned(data.length);
    };
    const has = packet[0];
    if ((has & PACKET_ADDRESS) !== 0) {
      add(isIPv6 ? LINUX_IPV6_PKTINFO : LINUX_IP_PKTINFO, isIPv6 ? in6PacketInfo(packet) : inPacketInfo(packet));
    }
    if ((has & PACKET_HOPS) !== 0) {
      add(isIPv6 ? LINUX_IPV6_HOPLIMIT : LINUX_IP_TTL, packet.slice(PACKET_HOPS_AT, PACKET_HOPS_AT + 4));
    }
    if ((has & PACKET_CLASS) !== 0) {
      add(isIPv6 ? LINUX_IPV6_TCLASS : LINUX_IP_TOS, packet.slice(PACKET_CLASS_AT, PACKET_CLASS_AT + 4));
    }
    return header(size === 0 ? null : address.bytes, size, buf, len, this.#control, length);
  }

  /** Writes the fields that a receive reported to `packet`. */
  read({ msg_controllen }: MessageHeader, packet: Uint8Array): void {
    const control = this.#control;
    packet.fill(0);
    for (let at = 0; at + HEADER_SIZE <= msg_controllen; at += aligned(getUint32(control, at))) {
      const length = getUint32(control, at);
      if (length < HEADER_SIZE) return;
      const data = control.subarray(at + HEADER_SIZE, at + length);
      readField(getUint32(control, at + 8), getUint32(control, at + 12), data, packet);
    }
  }
}

function header(
  msg_name: Uint8Array | null,
  msg_namelen: number,
  iov_base: Uint8Array,
  iov_len: number,
  msg_control: Uint8Array,
  msg_controllen: number,
): MessageHeader {
  return {
    msg_name,
    msg_namelen,
    msg_iov: { iov_base, iov_len },
    msg_iovlen: 1,
    msg_control: msg_controllen === 0 ? null : msg_control,
    msg_controllen,
    msg_flags: 0,
  };
}

function inPacketInfo(packet: Uint8Array): Uint8Array {
  const data = new Uint8Array(IN_PKTINFO_SIZE);
  data.set(packet.subarray(PACKET_INTERFACE_AT, PACKET_INTERFACE_AT + 4));
  data.set(packet.subarray(PACKET_ADDRESS_AT, PACKET_ADDRESS_AT + 4), 4);
  return data;
}

function in6PacketInfo(packet: Uint8Array): Uint8Array {
  const data = new Uint8Array(IN6_PKTINFO_SIZE);
  data.set(packet.subarray(PACKET_ADDRESS_AT, PACKET_ADDRESS_AT + 16));
  data.set(packet.subarray(PACKET_INTERFACE_AT, PACKET_INTERFACE_AT + 4), 16);
  return data;
}

function readField(level: number, type: number, data: Uint8Array, packet: Uint8Array): void {
  const isIPv6 = level === LINUX_IPPROTO_IPV6;
  if (type === (isIPv6 ? LINUX_IPV6_PKTINFO : LINUX_IP_PKTINFO)) {
    packet[0] |= PACKET_ADDRESS;
    packet.set(isIPv6 ? data.subarray(0, 16) : data.subarray(8, 12), PACKET_ADDRESS_AT);
    packet.set(isIPv6 ? data.subarray(16, 20) : data.subarray(0, 4), PACKET_INTERFACE_AT);
  } else if (type === (isIPv6 ? LINUX_IPV6_HOPLIMIT : LINUX_IP_TTL)) {
    packet[0] |= PACKET_HOPS;
    packet.set(data.subarray(0, 4), PACKET_HOPS_AT);
  } else if (type === (isIPv6 ? LINUX_IPV6_TCLASS : LINUX_IP_TOS)) {
    packet[0] |= PACKET_CLASS;
    // of IPv4, a single byte
    packet.set(data.subarray(0, 4), PACKET_CLASS_AT);
  }
}
