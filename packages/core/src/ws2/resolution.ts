import {
  AF_INET,
  AF_INET6,
  AF_UNSPEC,
  AI_CANONNAME,
  AI_NUMERICHOST,
  AI_PASSIVE,
  type addrinfo,
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
  NI_NUMERICSERV,
  newaddrinfo,
  type Pointer,
  parseIPv4,
  parseIPv6,
  type Ref,
  SOCK_DGRAM,
  SOCK_RAW,
  SOCK_STREAM,
  SOCKADDR_IN6_SIZE,
  setSockaddrPort,
  sockaddr_in,
  sockaddr_in6,
  sockaddrHost,
  sockaddrPort,
  sockaddrSize,
  WSAEFAULT,
  WSAHOST_NOT_FOUND,
} from "@ws2kit/spi";
import { unlessFault } from "../calls/fault.js";
import { isNumber } from "../calls/given.js";
import type { Process } from "../process.js";
import type { Api } from "./call.js";
import { findService } from "./well-known.js";

/** Addresses that one name may have here. */
const MOST_ADDRESSES = 16;

/**
 * Resolves a name, a number or, with AI_PASSIVE, nothing, and a service by its name or its port number, to a list of addresses
 * in `ppResult`.
 * Returns 0 or the code itself: EAI_NONAME (WSAHOST_NOT_FOUND), EAI_SERVICE (WSATYPE_NOT_FOUND: a service
 * that is not known, or not for this type), EAI_FAMILY, EAI_SOCKTYPE, WSAEFAULT, WSANOTINITIALISED, or the platform's.
 */
export const getaddrinfo: Api<
  (
    pNodeName: string | null,
    pServiceName: string | null,
    pHints: Readonly<addrinfo> | null,
    ppResult: Ref<addrinfo | null>,
  ) => number
> = (process) => (pNodeName, pServiceName, pHints, ppResult) => {
  const code = unlessFault(resolve, WSAEFAULT);
  process.thread.lastError = code;
  return code;

  function resolve(): number {
    if (process.shut !== 0) return process.shut;
    if (!isRef(ppResult)) return WSAEFAULT;
    ppResult.value = null;
    const hints = pHints ?? newaddrinfo();
    const family = hints.ai_family;
    if (family !== AF_UNSPEC && family !== AF_INET && family !== AF_INET6) return EAI_FAMILY;
    if (![0, SOCK_STREAM, SOCK_DGRAM, SOCK_RAW].includes(hints.ai_socktype)) return EAI_SOCKTYPE;
    const port = portOf(pServiceName, LETTERS[hints.ai_socktype] ?? "");
    if (port < 0) return EAI_SERVICE;
    if (pNodeName === null && pServiceName === null) return EAI_NONAME;
    const names = pNodeName === null ? ownAddresses(hints) : addressesOf(process, pNodeName, hints);
    if (isNumber(names)) return names;
    ppResult.value = listOf(names, port, pNodeName, hints);
    return 0;
  }
};

/** Gives a list of getaddrinfo back. Here its memory is the engine's, so there is nothing to do. */
export const freeaddrinfo: Api<(pAddrInfo: addrinfo | null) => void> = () => () => undefined;

/** The protocol of a type's services, as `findService` takes it. */
const LETTERS: Readonly<Record<number, string>> = { [SOCK_STREAM]: "t", [SOCK_DGRAM]: "u" };

/** The port that a service stands for, in figures or by its name; -1 for one that is not known. */
function portOf(service: string | null, letter: string): number {
  if (service === null || service === "") return 0;
  if (!/^[0-9]+$/.test(service)) return findService(service, letter)?.number ?? -1;
  return Number(service) > 0xffff ? -1 : Number(service);
}

/** What no name stands for: every interface to listen on, or this machine to connect to. */
function ownAddresses(hints: Readonly<addrinfo>): Uint8Array[] {
  const passive = (hints.ai_flags & AI_PASSIVE) !== 0;
  const v4 = sockaddr_in(passive ? "0.0.0.0" : "127.0.0.1", 0);
  const v6 = sockaddr_in6(passive ? "::" : "::1", 0);
  if (hints.ai_family === AF_UNSPEC) return [v6, v4];
  return [hints.ai_family === AF_INET ? v4 : v6];
}

function addressesOf(process: Process, name: string, hints: Readonly<addrinfo>): Uint8Array[] | number {
  if (typeof name !== "string") return WSAEFAULT;
  const numeric = numericAddress(name, hints.ai_family);
  if (numeric !== null) return [numeric];
  if ((hints.ai_flags & AI_NUMERICHOST) !== 0) return EAI_NONAME;
  const found = new Uint8Array(MOST_ADDRESSES * SOCKADDR_IN6_SIZE);
  process.machine.noteBlocking("getaddrinfo");
  const count = process.machine.platform.network.resolve(name, hints.ai_family, found);
  if (count <= 0) return count === 0 ? WSAHOST_NOT_FOUND : -count;
  const names: Uint8Array[] = [];
  for (let i = 0; i < count; i++) {
    const at = i * SOCKADDR_IN6_SIZE;
    names.push(found.slice(at, at + sockaddrSize(getUint16(found, at))));
  }
  return names;
}

/** An IPv6 address in brackets, with or without a port, which counts for nothing: the service names the port. */
const BRACKETED = /^\[([^\]]*)\](?::[0-9]*)?$/;

/** The address that `text` spells, if it is one of the family asked for. */
function numericAddress(text: string, family: number): Uint8Array | null {
  const bytes = new Uint8Array(16);
  if (family !== AF_INET6 && parseIPv4(text, bytes, 0)) return sockaddr_in(text, 0);
  const [host, scope] = (BRACKETED.exec(text)?.[1] ?? text).split("%");
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
 * The host of an address as text, in figures, and its service: by its name where one is known and NI_NUMERICSERV is not set
 * (NI_DGRAM: the service of UDP), else the port in figures. This resolver has no names for addresses, so NI_NAMEREQD is
 * EAI_NONAME. Returns 0 or the code: WSAEFAULT (no room), EAI_FAMILY, WSANOTINITIALISED.
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
> = (process) => (pSockaddr, SockaddrLength, pNodeBuffer, NodeBufferSize, pServiceBuffer, ServiceBufferSize, Flags) => {
  const code = unlessFault(describe, WSAEFAULT);
  process.thread.lastError = code;
  return code;

  function describe(): number {
    if (process.shut !== 0) return process.shut;
    if (!isBytes(pSockaddr) || pSockaddr.length < 2) return WSAEFAULT;
    const size = sockaddrSize(getUint16(pSockaddr, 0));
    if (size === 0) return EAI_FAMILY;
    if (SockaddrLength < size || pSockaddr.length < size) return WSAEFAULT;
    if ((Flags & NI_NAMEREQD) !== 0) return EAI_NONAME;
    if (pNodeBuffer === null && pServiceBuffer === null) return EAI_NONAME;
    return (
      give(sockaddrHost(pSockaddr), pNodeBuffer, NodeBufferSize) ||
      give(serviceOf(sockaddrPort(pSockaddr), Flags), pServiceBuffer, ServiceBufferSize)
    );
  }
};

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

/** The IPv4 addresses of a name, or `null` with WSAHOST_NOT_FOUND, WSAEFAULT, WSANOTINITIALISED or the platform's code. */
export const gethostbyname: Api<(name: string) => hostent | null> = (process) => (name) => {
  const names = process.shut !== 0 ? process.shut : addressesOf(process, name, newaddrinfo({ ai_family: AF_INET }));
  if (isNumber(names)) {
    process.fail(names);
    return null;
  }
  process.thread.lastError = 0;
  return {
    h_name: name,
    h_aliases: [],
    h_addrtype: AF_INET,
    h_length: 4,
    h_addr_list: names.map((address) => address.slice(4, 8)),
  };
};
