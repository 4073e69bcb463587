import { type protoent, type servent, WSAEFAULT, WSANO_DATA } from "@ws2kit/spi";
import type { Process } from "../process.js";
import { swap16 } from "./byte-order.js";
import { type Api, numberOf } from "./call.js";
import { findProtocol, findService, type WellKnown } from "./well-known.js";

/**
 * The service of that name or alias, for `proto` "tcp" or "udp", or for the first of the two that has it where `proto`
 * is `null`. `null`, with WSANOTINITIALISED (checked before the arguments), WSAEFAULT for a name or protocol that is no
 * text, or WSANO_DATA. Source: page codes; oracle getservbyname-01.
 */
export const getservbyname: Api<(name: string, proto: string | null) => servent | null> = (process) => (name, proto) =>
  typeof name === "string" ? service(process, name, proto) : nothing(process, WSAEFAULT);

/**
 * The service at a port, which is in network byte order: `getservbyport(htons(80), "tcp")`. `null`, with the codes of
 * `getservbyname`. Source: page codes.
 */
export const getservbyport: Api<(port: number, proto: string | null) => servent | null> = (process) => (port, proto) =>
  service(process, swap16(port), proto);

/**
 * The protocol of that name or alias. `null`, with WSANOTINITIALISED, WSAEFAULT for a name that is no text, or
 * WSANO_DATA. Source: page codes.
 */
export const getprotobyname: Api<(name: string) => protoent | null> = (process) => (name) =>
  typeof name === "string" ? protocol(process, name) : nothing(process, WSAEFAULT);

/** The protocol of that number. `null`, with WSANOTINITIALISED or WSANO_DATA. Source: page codes. */
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
