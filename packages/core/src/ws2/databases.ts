import { type protoent, type servent, WSAEFAULT, WSANO_DATA } from "@ws2kit/spi";
import { isString } from "../calls/given.js";
import { swap16 } from "./byte-order.js";
import { type Api, lookUpCall, numberOf } from "./call.js";
import { findProtocol, findService } from "./well-known.js";

/**
 * Looks up a service by its name or an alias.
 *
 * Codes: WSANOTINITIALISED (checked before the arguments), WSAEFAULT (not text), WSANO_DATA. Source: page codes; oracle
 * getservbyname-01.
 *
 * @param name the service, `"http"`
 * @param proto `"tcp"`, `"udp"`, or null for the first of the two that has the service
 * @returns the service, or null
 */
export const getservbyname: Api<(name: string, proto: string | null) => servent | null> = lookUpCall(
  (_process, name, proto) => (isString(name) ? service(name, proto) : WSAEFAULT),
);

/**
 * Looks up a service by its port: `getservbyport(htons(80), "tcp")`.
 *
 * Codes: those of `getservbyname`. Source: page codes.
 *
 * @param port the port, in network byte order
 * @param proto `"tcp"`, `"udp"`, or null for the first of the two that has the service
 * @returns the service, or null
 */
export const getservbyport: Api<(port: number, proto: string | null) => servent | null> = lookUpCall(
  (_process, port, proto) => service(swap16(port), proto),
);

/**
 * Looks up a protocol by its name or an alias.
 *
 * Codes: WSANOTINITIALISED, WSAEFAULT (not text), WSANO_DATA. Source: page codes.
 *
 * @param name the protocol, `"tcp"`
 * @returns the protocol, or null
 */
export const getprotobyname: Api<(name: string) => protoent | null> = lookUpCall((_process, name) =>
  isString(name) ? protocol(name) : WSAEFAULT,
);

/**
 * Looks up a protocol by its number.
 *
 * Codes: WSANOTINITIALISED, WSANO_DATA. Source: page codes.
 *
 * @param number IPPROTO_*
 * @returns the protocol, or null
 */
export const getprotobynumber: Api<(number: number) => protoent | null> = lookUpCall((_process, number) =>
  protocol(numberOf(number)),
);

function service(wanted: string | number, proto: unknown): servent | number {
  if (proto !== null && !isString(proto)) return WSAEFAULT;
  const letter = proto === null ? "" : letterOf(proto);
  const found = letter === null ? null : findService(wanted, letter);
  if (found === null) return WSANO_DATA;
  const { name, aliases, number, letters } = found;
  const s_proto = (letter || letters[0]) === "t" ? "tcp" : "udp";
  return { s_name: name, s_aliases: aliases, s_port: swap16(number), s_proto };
}

function protocol(wanted: string | number): protoent | number {
  const found = findProtocol(wanted);
  return found === null ? WSANO_DATA : { p_name: found.name, p_aliases: found.aliases, p_proto: found.number };
}

/** The letter of a protocol that has services; `null` for any other. */
function letterOf(proto: string): string | null {
  const name = proto.toLowerCase();
  return name === "tcp" || name === "udp" ? name[0] : null;
}
