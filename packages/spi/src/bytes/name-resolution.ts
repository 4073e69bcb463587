/**
 * Name resolution: flags of getaddrinfo and getnameinfo, their error codes, and the structures they fill.
 *
 * Source: reference §12; winsock2.h and ws2tcpip.h.
 */
import {
  WSA_NOT_ENOUGH_MEMORY,
  WSAEAFNOSUPPORT,
  WSAEINVAL,
  WSAESOCKTNOSUPPORT,
  WSAHOST_NOT_FOUND,
  WSANO_RECOVERY,
  WSATRY_AGAIN,
  WSATYPE_NOT_FOUND,
} from "../numbers/errors.js";

export const AI_PASSIVE = 0x1;
export const AI_CANONNAME = 0x2;
export const AI_NUMERICHOST = 0x4;

export const NI_NOFQDN = 0x1;
export const NI_NUMERICHOST = 0x2;
export const NI_NAMEREQD = 0x4;
export const NI_NUMERICSERV = 0x8;
export const NI_DGRAM = 0x10;

export const EAI_AGAIN = WSATRY_AGAIN;
export const EAI_BADFLAGS = WSAEINVAL;
export const EAI_FAIL = WSANO_RECOVERY;
export const EAI_FAMILY = WSAEAFNOSUPPORT;
export const EAI_MEMORY = WSA_NOT_ENOUGH_MEMORY;
export const EAI_NONAME = WSAHOST_NOT_FOUND;
export const EAI_SERVICE = WSATYPE_NOT_FOUND;
export const EAI_SOCKTYPE = WSAESOCKTNOSUPPORT;

/** One result of getaddrinfo. `ai_next` links the results. */
export interface addrinfo {
  /** AI_*. */
  ai_flags: number;
  /** AF_INET, AF_INET6, or 0 for any. */
  ai_family: number;
  /** SOCK_*, or 0 for any. */
  ai_socktype: number;
  /** IPPROTO_*, or 0 for any. */
  ai_protocol: number;
  /** Bytes of the address. */
  ai_addrlen: number;
  /** The host's name, with AI_CANONNAME; null otherwise. */
  ai_canonname: string | null;
  /** The socket address. */
  ai_addr: Uint8Array | null;
  /** The next element, or null. */
  ai_next: addrinfo | null;
}

/** Makes the hints of getaddrinfo. Without values, they restrict nothing. */
export function newaddrinfo(values: Partial<addrinfo> = {}): addrinfo {
  return {
    ai_flags: 0,
    ai_family: 0,
    ai_socktype: 0,
    ai_protocol: 0,
    ai_addrlen: 0,
    ai_canonname: null,
    ai_addr: null,
    ai_next: null,
    ...values,
  };
}

/** The result of gethostbyname and gethostbyaddr. Each address has 4 or 16 bytes, in network order. */
export interface hostent {
  /** The host's name. */
  h_name: string;
  /** Its other names. */
  h_aliases: string[];
  /** AF_INET or AF_INET6. */
  h_addrtype: number;
  /** Bytes of an address. */
  h_length: number;
  /** The addresses, in network order. */
  h_addr_list: Uint8Array[];
}

/** A service: what getservbyname and getservbyport return. */
export interface servent {
  /** The service's name. */
  s_name: string;
  /** Its other names. */
  s_aliases: string[];
  /** In network byte order: `ntohs(s_port)` is the number that a person reads. */
  s_port: number;
  /** "tcp" or "udp". */
  s_proto: string;
}

/** A protocol: what getprotobyname and getprotobynumber return. */
export interface protoent {
  /** The protocol's name. */
  p_name: string;
  /** Its other names. */
  p_aliases: string[];
  /** In host byte order. */
  p_proto: number;
}
