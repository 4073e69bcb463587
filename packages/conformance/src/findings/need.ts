import type { Capability } from "@ws2kit/rules";
import { AF_INET, AF_INET6, SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET, SOCK_STREAM } from "@ws2kit/spi";
import type { Facility } from "../places/place.js";

/** Sockets of one family and type, in words: "IPv4 stream". */
export type SocketKind = `${"IPv4" | "IPv6"} ${"stream" | "datagram" | "raw" | "seqpacket"}`;

/**
 * A requirement of a check besides a socket of any kind: sockets of a family or of one kind, a capability of
 * `supports`, an option by name, or a facility of the place. A check does not apply to a provider that does not claim
 * its needs, nor in a place that does not offer them.
 */
export type Need = "IPv4" | SocketKind | Capability | `option ${string}` | Facility;

const FAMILIES: Readonly<Record<number, string>> = { [AF_INET]: "IPv4", [AF_INET6]: "IPv6" };
const TYPES: Readonly<Record<number, string>> = {
  [SOCK_STREAM]: "stream",
  [SOCK_DGRAM]: "datagram",
  [SOCK_RAW]: "raw",
  [SOCK_SEQPACKET]: "seqpacket",
};

/** The kind of the sockets of a family and a type, in words if both are known; otherwise as numbers. */
export function socketKind(af: number, type: number): SocketKind {
  return `${FAMILIES[af] ?? `family ${af}`} ${TYPES[type] ?? `type ${type}`}` as SocketKind;
}

/**
 * The entry for checks that work with any kind of socket: the first of IPv4 datagram, IPv4 stream, another IPv4 type,
 * and the first entry.
 */
export function anyKind<T>(entries: readonly T[], kindOf: (entry: T) => readonly number[]): T {
  const ofIPv4 = entries.filter((entry) => kindOf(entry)[0] === AF_INET);
  const ofType = (type: number) => ofIPv4.find((entry) => kindOf(entry)[1] === type);
  return ofType(SOCK_DGRAM) ?? ofType(SOCK_STREAM) ?? ofIPv4[0] ?? entries[0];
}
