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

/** One answer of getaddrinfo; `ai_next` links them. */
export interface addrinfo {
  ai_flags: number;
  ai_family: number;
  ai_socktype: number;
  ai_protocol: number;
  ai_addrlen: number;
  ai_canonname: string | null;
  ai_addr: Uint8Array | null;
  ai_next: addrinfo | null;
}

/** What getaddrinfo is asked for, or an answer of its: without values, anything goes. */
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

/** The answer of gethostbyname; each address is 4 bytes in network order. */
export interface hostent {
  h_name: string;
  h_aliases: string[];
  h_addrtype: number;
  h_length: number;
  h_addr_list: Uint8Array[];
}

/** A service: what getservbyname and getservbyport return. */
export interface servent {
  s_name: string;
  s_aliases: string[];
  /** In network byte order: `ntohs(s_port)` is the number that a person reads. */
  s_port: number;
  /** "tcp" or "udp". */
  s_proto: string;
}

/** A protocol: what getprotobyname and getprotobynumber return. */
export interface protoent {
  p_name: string;
  p_aliases: string[];
  /** In host byte order. */
  p_proto: number;
}
