import {
  AF_INET,
  formatIPv4,
  getUint32,
  PACKET_ADDRESS,
  PACKET_ADDRESS_AT,
  PACKET_CLASS,
  PACKET_CLASS_AT,
  PACKET_HOPS,
  PACKET_HOPS_AT,
  SOCKADDR_IN6_SIZE,
  setUint32,
} from "@ws2kit/spi";
import { isWildcard, spellIPv6 } from "../addresses/address.js";
import type { Datagram } from "../host/host.js";

/** The offset of the interface, after the address. */
const PACKET_INTERFACE_AT = PACKET_ADDRESS_AT + 16;

/** The index of a host's only interface. */
const INTERFACE = 1;

/** Writes the header fields of a datagram, as a socket of `family` sees them: see `packet-info.ts` of the contract. */
export function writePacketInfo(
  packet: Uint8Array,
  { destination, hops, typeOfService }: Datagram,
  family: number,
): void {
  const name = new Uint8Array(SOCKADDR_IN6_SIZE);
  destination.write(name, family);
  packet.fill(0);
  packet[0] = PACKET_ADDRESS | PACKET_HOPS | PACKET_CLASS;
  packet.set(family === AF_INET ? name.subarray(4, 8) : name.subarray(8, 24), PACKET_ADDRESS_AT);
  setUint32(packet, PACKET_INTERFACE_AT, INTERFACE);
  setUint32(packet, PACKET_HOPS_AT, hops);
  setUint32(packet, PACKET_CLASS_AT, typeOfService);
}

/** The local address in `packet`; "" if it names none. */
export function addressIn(packet: Uint8Array, family: number): string {
  if ((packet[0] & PACKET_ADDRESS) === 0) return "";
  const ip = family === AF_INET ? formatIPv4(packet, PACKET_ADDRESS_AT) : spellIPv6(packet, PACKET_ADDRESS_AT);
  return isWildcard(ip) ? "" : ip;
}

/** The number at `at` if `packet` has the field, otherwise `own`. */
export function fieldIn(packet: Uint8Array | null, field: number, at: number, own: number): number {
  return packet !== null && (packet[0] & field) !== 0 ? getUint32(packet, at) : own;
}
