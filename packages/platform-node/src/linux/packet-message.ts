import { CONTROL_ROOM, type ControlMessages, readFields, writeFields } from "../packet-fields.js";
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

const IPV4: ControlMessages = {
  level: 0,
  packetInfo: LINUX_IP_PKTINFO,
  hops: [LINUX_IP_TTL],
  trafficClass: LINUX_IP_TOS,
  // struct in_pktinfo: 0 int ipi_ifindex · 4 ipi_spec_dst, the source of a send · 8 ipi_addr, the destination
  structure: { size: 12, addressSize: 4, source: 4, destination: 8, interface: 0 },
};

const IPV6: ControlMessages = {
  level: LINUX_IPPROTO_IPV6,
  packetInfo: LINUX_IPV6_PKTINFO,
  hops: [LINUX_IPV6_HOPLIMIT],
  trafficClass: LINUX_IPV6_TCLASS,
  // struct in6_pktinfo: 0 ipi6_addr · 16 int ipi6_ifindex
  structure: { size: 20, addressSize: 16, source: 0, destination: 0, interface: 16 },
};

const FAMILIES = [IPV4, IPV6];

/** The header fields of datagrams as Linux's control messages, in memory that all calls share. */
export class PacketMessage {
  readonly #control = new Uint8Array(CONTROL_ROOM);

  /** Makes the header of a receive of `len` bytes. */
  forReceive(buf: Uint8Array, len: number, { bytes }: LinuxAddress): MessageHeader {
    return header(bytes, bytes.length, buf, len, this.#control, CONTROL_ROOM);
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
    const length = writeFields(this.#control, packet, isIPv6 ? IPV6 : IPV4);
    return header(size === 0 ? null : address.bytes, size, buf, len, this.#control, length);
  }

  /** Writes the fields that a receive reported to `packet`. */
  read({ msg_controllen }: MessageHeader, packet: Uint8Array): void {
    readFields(this.#control, msg_controllen, packet, FAMILIES);
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
