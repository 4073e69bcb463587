import { type protoent, type servent, WSAEFAULT, WSANO_DATA } from "@ws2kit/spi";
import { isString } from "../calls/given.js";
import { swap16 } from "./byte-order.js";
import { type Api, lookUpCall, numberOf } from "./call.js";
import { findProtocol, findService } from "./well-known.js";

/** The result of a look-up of a service or a protocol: the structure or a code. */
type Found<T> = T | number;

export const serviceByName = (_process: unknown, name: string, proto: string | null): Found<servent> =>
  isString(name) ? service(name, proto) : WSAEFAULT;
export const serviceByPort = (_process: unknown, port: number, proto: string | null): Found<servent> =>
  service(swap16(port), proto);
export const protocolByName = (_process: unknown, name: string): Found<protoent> =>
  isString(name) ? protocol(name) : WSAEFAULT;
export const protocolByNumber = (_process: unknown, number: number): Found<protoent> => protocol(numberOf(number));

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
export const getservbyname: Api<(name: string, proto: string | null) => servent | null> =
  /* @__PURE__ */ lookUpCall(serviceByName);

/**
 * Looks up a service by its port: `getservbyport(htons(80), "tcp")`.
 *
 * Codes: those of `getservbyname`. Source: page codes.
 *
 * @param port the port, in network byte order
 * @param proto `"tcp"`, `"udp"`, or null for the first of the two that has the service
 * @returns the service, or null
 */
export const getservbyport: Api<(port: number, proto: string | null) => servent | null> =
  /* @__PURE__ */ lookUpCall(serviceByPort);

/**
 * Looks up a protocol by its name or an alias.
 *
 * Codes: WSANOTINITIALISED, WSAEFAULT (not text), WSANO_DATA. Source: page codes.
 *
 * @param name the protocol, `"tcp"`
 * @returns the protocol, or null
 */
export const getprotobyname: Api<(name: string) => protoent | null> = /* @__PURE__ */ lookUpCall(protocolByName);

/**
 * Looks up a protocol by its number.
 *
 * Codes: WSANOTINITIALISED, WSANO_DATA. Source: page codes.
 *
 * @param number IPPROTO_*
 * @returns the protocol, or null
 */
export const getprotobynumber: Api<(number: number) => protoent | null> = /* @__PURE__ */ lookUpCall(protocolByNumber);

function service(wanted: string | number, proto: unknown): servent | number {
  if (proto !== null && !isString(proto)) return WSAEFAULT;
  const letter = proto === null ? "" : letterOf(proto);
  const found = letter === null ? null : findService(wanted, letter);
  if (found === null) return WSANO_DATA;
  return {
    s_name: found.name,
    s_aliases: found.aliases,
    s_port: swap16(found.number),
    s_proto: (letter || found.letters[0]) === "t" ? "tcp" : "udp",
  };
}

function protocol(wanted: string | number): protoent | number {
  const found = findProtocol(wanted);
  return found === null ? WSANO_DATA : { p_name: found.name, p_aliases: found.aliases, p_proto: found.number };
}

/** The letter of a protocol in the list of services; `null` for a protocol without services. */
function letterOf(proto: string): string | null {
  const name = proto.toLowerCase();
  return name === "tcp" || name === "udp" ? name[0] : null;
}
