import {
  AF_INET,
  AF_INET6,
  AF_UNSPEC,
  AI_CANONNAME,
  AI_NUMERICHOST,
  AI_PASSIVE,
  type addrinfo,
  EAI_FAIL,
  EAI_FAMILY,
  EAI_NONAME,
  EAI_SERVICE,
  EAI_SOCKTYPE,
  getUint16,
  type hostent,
  isBytes,
  isRef,
  NI_DGRAM,
  NI_NAMEREQD,
  NI_NOFQDN,
  NI_NUMERICHOST,
  NI_NUMERICSERV,
  newaddrinfo,
  type Pointer,
  parseIPv4,
  parseIPv6,
  type Ref,
  SOCK_RAW,
  SOCKADDR_IN6_SIZE,
  setSockaddrPort,
  sockaddr_in,
  sockaddr_in6,
  sockaddrHost,
  sockaddrPort,
  sockaddrSize,
  WSAEAFNOSUPPORT,
  WSAEFAULT,
  WSAHOST_NOT_FOUND,
  WSANO_DATA,
} from "@ws2kit/spi";
import { isNumber, isString } from "../calls/given.js";
import type { Process } from "../process.js";
import { type Api, codeCall, lookUpCall, numberOf } from "./call.js";
import { hostNameAt, ownHostName } from "./host-names.js";
import { findService } from "./well-known.js";

/** The letter of a socket type's protocol, for `findService`; the index is SOCK_STREAM or SOCK_DGRAM. */
const LETTERS = ["", "t", "u"];

/** The most addresses of one name. */
const MOST_ADDRESSES = 16;

/** Finds the addresses of a host's name, which is not in figures: a list, or a code. `flags` are those of the hints. */
export type FindAddresses = (process: Process, name: string, family: number, flags: number) => Uint8Array[] | number;

/** getaddrinfo, by any `FindAddresses`. */
export type GetAddrInfo = (
  pNodeName: string | null,
  pServiceName: string | null,
  pHints: Readonly<addrinfo> | null,
  ppResult: Ref<addrinfo | null>,
) => number;

/** Makes a getaddrinfo that finds names by `find`. */
export function resolveCall(find: FindAddresses): Api<GetAddrInfo> {
  return codeCall((process, pNodeName, pServiceName, pHints, ppResult) => {
    if (!isRef(ppResult)) return WSAEFAULT;
    ppResult.value = null;
    const hints = pHints ?? newaddrinfo();
    if (hints.ai_addrlen || hints.ai_canonname || hints.ai_addr || hints.ai_next) return EAI_FAIL;
    const family = hints.ai_family;
    if (family !== AF_UNSPEC && family !== AF_INET && family !== AF_INET6) return EAI_FAMILY;
    const type = hints.ai_socktype;
    if (!(type >= 0 && type <= SOCK_RAW)) return EAI_SOCKTYPE;
    const port = portOf(pServiceName, LETTERS[type] ?? "");
    if (port < 0) return EAI_SERVICE;
    if (pNodeName === null && pServiceName === null) return EAI_NONAME;
    const names = pNodeName === null ? ownAddresses(hints) : addressesOf(process, pNodeName, hints, find);
    if (isNumber(names)) return names;
    ppResult.value = listOf(names, port, pNodeName, hints);
    return 0;
  });
}

/**
 * Resolves a host and a service to a list of addresses. It blocks for as long as the system's resolver does.
 *
 * Codes: EAI_NONAME (WSAHOST_NOT_FOUND), EAI_SERVICE (WSATYPE_NOT_FOUND: a service that is not known, or not for this
 * type), EAI_FAMILY, EAI_SOCKTYPE, EAI_FAIL (WSANO_RECOVERY: another member of the hints is set), WSAEFAULT,
 * WSANOTINITIALISED, or a code of the platform's resolver. Source: page codes.
 *
 * @param pNodeName the host's name or address; null for this machine, or with AI_PASSIVE every interface
 * @param pServiceName the service's name or port number; null for port 0
 * @param pHints restricts the results by ai_family, ai_socktype, ai_protocol and ai_flags; null for all
 * @param ppResult receives the first element of a list linked by ai_next
 * @returns 0 or the code itself
 *
 * @example Connects to the first address of a host.
 * ```ts
 * const found = ref<addrinfo | null>(null);
 * const hints = newaddrinfo({ ai_socktype: SOCK_STREAM });
 * const address = ws2.getaddrinfo("printer.local", "80", hints, found) === 0 ? found.value?.ai_addr : null;
 * if (address) ws2.connect(s, address, address.length);
 * ```
 */
export const getaddrinfo: Api<GetAddrInfo> = /* @__PURE__ */ resolveCall(stackAddresses);

/**
 * `getaddrinfo` under the name of its wide form. Text is the same here, and an ADDRINFOW is an addrinfo.
 *
 * Codes: those of `getaddrinfo`. Source: page remarks.
 *
 * @param pNodeName the host's name or address; null for this machine, or with AI_PASSIVE every interface
 * @param pServiceName the service's name or port number; null for port 0
 * @param pHints restricts the results by ai_family, ai_socktype, ai_protocol and ai_flags; null for all
 * @param ppResult receives the first element of a list linked by ai_next
 * @returns 0 or the code itself
 */
export const GetAddrInfoW = getaddrinfo;

/**
 * Releases a list of getaddrinfo. Its memory is the engine's, so there is nothing to do.
 *
 * @param pAddrInfo the list
 */
export const freeaddrinfo: Api<(pAddrInfo: addrinfo | null) => void> = () => () => undefined;

/**
 * Releases a list of GetAddrInfoW, as `freeaddrinfo` does.
 *
 * @param pAddrInfo the list
 */
export const FreeAddrInfoW = freeaddrinfo;

/** The port of a service, which is a number in text or a name; -1 for an unknown name. */
function portOf(service: string | null, letter: string): number {
  if (service === null || service === "") return 0;
  if (!/^[0-9]+$/.test(service)) return findService(service, letter)?.number ?? -1;
  return Number(service) > 0xffff ? -1 : Number(service);
}

/** The addresses for a null name: every interface to listen on, or this machine to connect to. */
function ownAddresses(hints: Readonly<addrinfo>): Uint8Array[] {
  const passive = (hints.ai_flags & AI_PASSIVE) !== 0;
  const v4 = sockaddr_in(passive ? "0.0.0.0" : "127.0.0.1", 0);
  const v6 = sockaddr_in6(passive ? "::" : "::1", 0);
  if (hints.ai_family === AF_UNSPEC) return [v6, v4];
  return [hints.ai_family === AF_INET ? v4 : v6];
}

function addressesOf(
  process: Process,
  name: string,
  hints: Readonly<addrinfo>,
  find: FindAddresses,
): Uint8Array[] | number {
  if (!isString(name)) return WSAEFAULT;
  const numeric = numericAddress(name, hints.ai_family);
  if (numeric !== null) return [numeric];
  return (hints.ai_flags & AI_NUMERICHOST) === 0 ? find(process, name, hints.ai_family, hints.ai_flags) : EAI_NONAME;
}

/** The addresses that the platform's resolver has for a name, `""` for this machine; or a code. */
export function stackAddresses({ machine }: Process, name: string, family: number): Uint8Array[] | number {
  const found = new Uint8Array(MOST_ADDRESSES * SOCKADDR_IN6_SIZE);
  machine.noteBlocking("getaddrinfo");
  const count = machine.platform.network.resolve(name, family, found);
  if (count <= 0) return count === 0 ? WSAHOST_NOT_FOUND : -count;
  const names: Uint8Array[] = [];
  for (let i = 0; i < count; i++) {
    const at = i * SOCKADDR_IN6_SIZE;
    names.push(found.slice(at, at + sockaddrSize(getUint16(found, at))));
  }
  return names;
}

/** The address in `text`, if it is a numeric address of the family asked for. */
function numericAddress(text: string, family: number): Uint8Array | null {
  const bytes = new Uint8Array(16);
  if (family !== AF_INET6 && parseIPv4(text, bytes, 0)) return sockaddr_in(text, 0);
  // a port after the brackets is ignored: the service names the port
  const [, address = text] = /^\[([^\]]*)\](?::[0-9]*)?$/.exec(text) ?? [];
  const [host, scope] = address.split("%");
  if (family === AF_INET || !parseIPv6(host, bytes, 0)) return null;
  return sockaddr_in6(host, 0, Number(scope ?? 0) >>> 0);
}

function listOf(
  names: readonly Uint8Array[],
  port: number,
  canonical: string | null,
  hints: Readonly<addrinfo>,
): addrinfo | null {
  let list: addrinfo | null = null;
  for (const name of [...names].reverse()) {
    setSockaddrPort(name, port);
    list = newaddrinfo({
      ai_family: getUint16(name, 0),
      ai_socktype: hints.ai_socktype,
      ai_protocol: hints.ai_protocol,
      ai_addrlen: name.length,
      ai_addr: name,
      ai_next: list,
    });
  }
  if (list !== null && (hints.ai_flags & AI_CANONNAME) !== 0) list.ai_canonname = canonical;
  return list;
}

/**
 * Converts an address to the names of its host and its service. A name that is not known becomes a number.
 *
 * Codes: WSAEFAULT (too little room), EAI_FAMILY, EAI_NONAME (no name, or both buffers are null), WSANOTINITIALISED.
 * Source: page remarks; page codes.
 *
 * @param pSockaddr the address in Winsock's layout: family (2 bytes, little-endian), port (2, big-endian), then the
 * address; `sockaddr_in` makes one
 * @param SockaddrLength length of the address in bytes: 16 for IPv4, 28 for IPv6
 * @param pNodeBuffer receives the host, or null
 * @param NodeBufferSize length of the buffer in UTF-16 units, terminator included
 * @param pServiceBuffer receives the service, or null
 * @param ServiceBufferSize length of the buffer in UTF-16 units, terminator included
 * @param Flags NI_NUMERICHOST and NI_NUMERICSERV for numbers instead of names, NI_NAMEREQD for an error where the host
 * has no name, NI_NOFQDN for a local name without its domain, NI_DGRAM for services of UDP
 * @returns 0 or the code itself
 */
export const getnameinfo: Api<
  (
    pSockaddr: Pointer,
    SockaddrLength: number,
    pNodeBuffer: Ref<string> | null,
    NodeBufferSize: number,
    pServiceBuffer: Ref<string> | null,
    ServiceBufferSize: number,
    Flags: number,
  ) => number
> = codeCall(
  (process, pSockaddr, SockaddrLength, pNodeBuffer, NodeBufferSize, pServiceBuffer, ServiceBufferSize, Flags) => {
    if (!isBytes(pSockaddr) || pSockaddr.length < 2) return WSAEFAULT;
    const size = sockaddrSize(getUint16(pSockaddr, 0));
    if (size === 0) return EAI_FAMILY;
    if (!(SockaddrLength >= size) || pSockaddr.length < size) return WSAEFAULT;
    if (pNodeBuffer === null && pServiceBuffer === null) return EAI_NONAME;
    const host = pNodeBuffer === null ? "" : hostOf(process, pSockaddr.subarray(0, size), Flags);
    if (host === null) return EAI_NONAME;
    return (
      give(host, pNodeBuffer, NodeBufferSize) ||
      give(serviceOf(sockaddrPort(pSockaddr), Flags), pServiceBuffer, ServiceBufferSize)
    );
  },
);

/**
 * `getnameinfo` under the name of its wide form.
 *
 * Codes: those of `getnameinfo`. Source: page remarks.
 *
 * @param pSockaddr the address in Winsock's layout: family (2 bytes, little-endian), port (2, big-endian), then the
 * address; `sockaddr_in` makes one
 * @param SockaddrLength length of the address in bytes: 16 for IPv4, 28 for IPv6
 * @param pNodeBuffer receives the host, or null
 * @param NodeBufferSize length of the buffer in UTF-16 units, terminator included
 * @param pServiceBuffer receives the service, or null
 * @param ServiceBufferSize length of the buffer in UTF-16 units, terminator included
 * @param Flags NI_NUMERICHOST and NI_NUMERICSERV for numbers instead of names, NI_NAMEREQD for an error where the host
 * has no name, NI_NOFQDN for a local name without its domain, NI_DGRAM for services of UDP
 * @returns 0 or the code itself
 */
export const GetNameInfoW = getnameinfo;

/** The host of an address, as a name or a numeric address; null if a name is required and the host has no name. */
function hostOf(process: Process, address: Uint8Array, flags: number): string | null {
  const { machine } = process;
  const { network } = machine.platform;
  const isNamed = (flags & NI_NUMERICHOST) === 0;
  if (isNamed) machine.noteBlocking("getnameinfo");
  const name = isNamed ? hostNameAt(network, address) : WSAHOST_NOT_FOUND;
  if (isNumber(name)) return (flags & NI_NAMEREQD) === 0 ? sockaddrHost(address) : null;
  const own = (flags & NI_NOFQDN) === 0 ? "" : ownHostName(network);
  const domain = own.includes(".") ? own.slice(own.indexOf(".")) : "";
  return domain !== "" && name.endsWith(domain) ? name.slice(0, -domain.length) : name;
}

function serviceOf(port: number, flags: number): string {
  const known = (flags & NI_NUMERICSERV) === 0 ? findService(port, (flags & NI_DGRAM) === 0 ? "t" : "u") : null;
  return known?.name ?? String(port);
}

function give(text: string, buffer: Ref<string> | null, size: number): number {
  if (buffer === null) return 0;
  if (!isRef(buffer) || !(size > text.length)) return WSAEFAULT;
  buffer.value = text;
  return 0;
}

/**
 * Returns the IPv4 addresses of a name. It blocks for as long as the system's resolver does.
 *
 * Codes: WSAHOST_NOT_FOUND, WSAEFAULT, WSANOTINITIALISED, or a code of the platform's resolver. Source: page remarks;
 * page codes.
 *
 * @param name the name; `""` or null for this machine
 * @returns the host, or null
 */
export const gethostbyname: Api<(name: string | null) => hostent | null> = /* @__PURE__ */ lookUpCall(hostByName);

/** The host of a name, or a code. */
export function hostByName(
  process: Process,
  name: string | null,
  find: FindAddresses = stackAddresses,
): hostent | number {
  const wanted = name ?? "";
  const names = addressesOf(process, wanted, newaddrinfo({ ai_family: AF_INET }), find);
  if (isNumber(names)) return names;
  return hostentOf(
    wanted === "" ? ownHostName(process.machine.platform.network) : wanted,
    names.map((address) => address.slice(4, 8)),
  );
}

/**
 * Returns the host that has an address. It blocks for as long as the system's resolver does.
 *
 * Codes: WSAEAFNOSUPPORT (another type), WSAEFAULT (fewer bytes than an address has), WSANO_DATA (the address has no
 * name), WSANOTINITIALISED, or a code of the platform's resolver. Source: page remarks; page codes.
 *
 * @param addr the 4 bytes of an IPv4 address or the 16 of an IPv6 address, in network order
 * @param len 4 or 16
 * @param type AF_INET or AF_INET6
 * @returns the host, or null
 */
export const gethostbyaddr: Api<(addr: Pointer, len: number, type: number) => hostent | null> =
  /* @__PURE__ */ lookUpCall(hostByAddress);

/** The host of an address, or a code. */
export function hostByAddress({ machine }: Process, addr: Pointer, len: number, type: number): hostent | number {
  if (type !== AF_INET && type !== AF_INET6) return WSAEAFNOSUPPORT;
  const isIPv4 = type === AF_INET;
  const size = isIPv4 ? 4 : 16;
  if (!isBytes(addr) || addr.length < size || !(numberOf(len) >= size)) return WSAEFAULT;
  const bytes = addr.slice(0, size);
  const address = isIPv4 ? sockaddr_in(0, 0) : sockaddr_in6("::", 0);
  address.set(bytes, isIPv4 ? 4 : 8);
  machine.noteBlocking("gethostbyaddr");
  const name = hostNameAt(machine.platform.network, address);
  if (isNumber(name)) return name === WSAHOST_NOT_FOUND ? WSANO_DATA : name;
  return hostentOf(name, [bytes]);
}

function hostentOf(h_name: string, h_addr_list: Uint8Array[]): hostent {
  const h_length = h_addr_list[0].length;
  return { h_name, h_aliases: [], h_addrtype: h_length === 4 ? AF_INET : AF_INET6, h_length, h_addr_list };
}
