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

/** Where the interface stands in a packet, behind the address. */
const PACKET_INTERFACE_AT = PACKET_ADDRESS_AT + 16;

/** The control messages of one address family in a system: their level, their types, and an address's structure. */
export interface ControlMessages {
  readonly level: number;
  /** The type of the message with the local address and the interface. */
  readonly packetInfo: number;
  /** The types of the message with the hop limit: the first is for a send, and a receive may report each. */
  readonly hops: readonly number[];
  /** The type of the message with the type of service or traffic class. */
  readonly trafficClass: number;
  /** in_pktinfo or in6_pktinfo: its size, and its members' offsets. */
  readonly structure: PacketInfoStructure;
}

interface PacketInfoStructure {
  readonly size: number;
  readonly addressSize: 4 | 16;
  /** The offset of the source address of a send, and of the destination of a receive. */
  readonly source: number;
  readonly destination: number;
  readonly interface: number;
}

/**
 * The header of a control message: 0 size_t cmsg_len · 8 int cmsg_level · 12 int cmsg_type. Data follows, filled up to
 * 8 bytes. Linux and 64-bit Windows have the same.
 */
const HEADER_SIZE = 16;
/** Room for the three control messages of a datagram, of both families. */
export const CONTROL_ROOM = 256;

const aligned = (length: number) => (length + 7) & ~7;

/** Writes the fields that are present in `packet` as control messages; returns their length in bytes. */
export function writeFields(control: Uint8Array, packet: Uint8Array, kinds: ControlMessages): number {
  let length = 0;
  const add = (type: number, data: Uint8Array) => {
    control.fill(0, length, length + HEADER_SIZE);
    setUint32(control, length, HEADER_SIZE + data.length);
    setUint32(control, length + 8, kinds.level);
    setUint32(control, length + 12, type);
    control.set(data, length + HEADER_SIZE);
    length += HEADER_SIZE + aligned(data.length);
  };
  const has = packet[0];
  if ((has & PACKET_ADDRESS) !== 0) add(kinds.packetInfo, packetInfo(packet, kinds.structure));
  if ((has & PACKET_HOPS) !== 0) add(kinds.hops[0], packet.slice(PACKET_HOPS_AT, PACKET_HOPS_AT + 4));
  if ((has & PACKET_CLASS) !== 0) add(kinds.trafficClass, packet.slice(PACKET_CLASS_AT, PACKET_CLASS_AT + 4));
  return length;
}

/** Writes the fields of `length` bytes of control messages to `packet`, for both families. */
export function readFields(
  control: Uint8Array,
  length: number,
  packet: Uint8Array,
  families: readonly ControlMessages[],
): void {
  packet.fill(0);
  for (let at = 0; at + HEADER_SIZE <= length; at += aligned(getUint32(control, at))) {
    const size = getUint32(control, at);
    if (size < HEADER_SIZE) return;
    const data = control.subarray(at + HEADER_SIZE, at + size);
    const level = getUint32(control, at + 8);
    for (const kinds of families) {
      if (kinds.level === level) readField(getUint32(control, at + 12), data, packet, kinds);
    }
  }
}

function packetInfo(packet: Uint8Array, { size, addressSize, source, interface: at }: PacketInfoStructure): Uint8Array {
  const data = new Uint8Array(size);
  data.set(packet.subarray(PACKET_INTERFACE_AT, PACKET_INTERFACE_AT + 4), at);
  data.set(packet.subarray(PACKET_ADDRESS_AT, PACKET_ADDRESS_AT + addressSize), source);
  return data;
}

function readField(type: number, data: Uint8Array, packet: Uint8Array, kinds: ControlMessages): void {
  const { addressSize, destination, interface: at } = kinds.structure;
  if (type === kinds.packetInfo) {
    packet[0] |= PACKET_ADDRESS;
    packet.set(data.subarray(destination, destination + addressSize), PACKET_ADDRESS_AT);
    packet.set(data.subarray(at, at + 4), PACKET_INTERFACE_AT);
  } else if (kinds.hops.includes(type)) {
    packet[0] |= PACKET_HOPS;
    packet.set(data.subarray(0, 4), PACKET_HOPS_AT);
  } else if (type === kinds.trafficClass) {
    packet[0] |= PACKET_CLASS;
    // of IPv4 on Linux, a single byte
    packet.set(data.subarray(0, 4), PACKET_CLASS_AT);
  }
}
