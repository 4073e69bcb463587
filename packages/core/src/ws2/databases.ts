import { type protoent, type servent, WSAEFAULT, WSANO_DATA } from "@ws2kit/spi";
import type { Process } from "../process.js";
import { swap16 } from "./byte-order.js";
import { type Api, numberOf } from "./call.js";
import { findProtocol, findService, type WellKnown } from "./well-known.js";

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
export const getservbyname: Api<(name: string, proto: string | null) => servent | null> = (process) => (name, proto) =>
  typeof name === "string" ? service(process, name, proto) : nothing(process, WSAEFAULT);

/**
 * Looks up a service by its port: `getservbyport(htons(80), "tcp")`.
 *
 * Codes: those of `getservbyname`. Source: page codes.
 *
 * @param port the port, in network byte order
 * @param proto `"tcp"`, `"udp"`, or null for the first of the two that has the service
 * @returns the service, or null
 */
export const getservbyport: Api<(port: number, proto: string | null) => servent | null> = (process) => (port, proto) =>
  service(process, swap16(port), proto);

/**
 * Looks up a protocol by its name or an alias.
 *
 * Codes: WSANOTINITIALISED, WSAEFAULT (not text), WSANO_DATA. Source: page codes.
 *
 * @param name the protocol, `"tcp"`
 * @returns the protocol, or null
 */
export const getprotobyname: Api<(name: string) => protoent | null> = (process) => (name) =>
  typeof name === "string" ? protocol(process, name) : nothing(process, WSAEFAULT);

/**
 * Looks up a protocol by its number.
 *
 * Codes: WSANOTINITIALISED, WSANO_DATA. Source: page codes.
 *
 * @param number IPPROTO_*
 * @returns the protocol, or null
 */
export const getprotobynumber: Api<(number: number) => protoent | null> = (process) => (number) =>
  protocol(process, numberOf(number));

function service(process: Process, wanted: string | number, proto: string | null): servent | null {
  if (proto !== null && typeof proto !== "string") return nothing(process, WSAEFAULT);
  const letter = proto === null ? "" : letterOf(proto);
  const found = letter === null ? null : findService(wanted, letter);
  return answer(process, found, ({ name, aliases, number, letters }) => ({
    s_name: name,
    s_aliases: aliases,
    s_port: swap16(number),
    s_proto: (letter || letters[0]) === "t" ? "tcp" : "udp",
  }));
}

function protocol(process: Process, wanted: string | number): protoent | null {
  return answer(process, findProtocol(wanted), ({ name, aliases, number }) => ({
    p_name: name,
    p_aliases: aliases,
    p_proto: number,
  }));
}

/** The letter of a protocol that has services; `null` for any other. */
function letterOf(proto: string): string | null {
  const name = proto.toLowerCase();
  return name === "tcp" || name === "udp" ? name[0] : null;
}

function answer<T>(process: Process, found: WellKnown | null, of: (entry: WellKnown) => T): T | null {
  if (process.unavailableCode !== 0 || found === null) return nothing(process, WSANO_DATA);
  process.thread.lastError = 0;
  return of(found);
}

/** Fails with `code`, or with what keeps every call from working. */
function nothing(process: Process, code: number): null {
  process.thread.lastError = process.unavailableCode || code;
  return null;
}
