import { AF_INET, AF_INET6 } from "../numbers/families.js";
import { formatIPv4, formatIPv6, parseIPv4, parseIPv6 } from "./address-text.js";
import { getUint16, getUint16BE, getUint32, setUint16, setUint16BE, setUint32 } from "./bytes.js";

/**
 * Socket addresses are bytes in Winsock's layout.
 *
 * SOCKADDR_IN, 16 bytes: 0 u_short sin_family (little-endian) · 2 u_short sin_port (network order) ·
 * 4 sin_addr (4 bytes) · 8 sin_zero (8 bytes).
 * SOCKADDR_IN6, 28 bytes: 0 sin6_family · 2 sin6_port · 4 u_long sin6_flowinfo · 8 sin6_addr (16 bytes) ·
 * 24 u_long sin6_scope_id.
 *
 * Source: reference §4.2, §12.1.
 */
export const SOCKADDR_IN_SIZE = 16;
export const SOCKADDR_IN6_SIZE = 28;
/** The bytes of a SOCKADDR_STORAGE, which has room for every address. */
export const SOCKADDR_STORAGE_SIZE = 128;

/** IPv4 addresses by number, in host order. */
export const INADDR_ANY = 0;
export const INADDR_LOOPBACK = 0x7f000001;
export const INADDR_BROADCAST = 0xffffffff;
export const INADDR_NONE = 0xffffffff;

/**
 * Makes a SOCKADDR_IN from a dotted quad or an INADDR_* number, and a port in host order. Throws a RangeError if `host`
 * is another text.
 */
export function sockaddr_in(host: string | number, port: number): Uint8Array {
  const name = new Uint8Array(SOCKADDR_IN_SIZE);
  setUint16(name, 0, AF_INET);
  setUint16BE(name, 2, port);
  if (typeof host === "number") {
    setUint16BE(name, 4, host >>> 16);
    setUint16BE(name, 6, host);
  } else if (!parseIPv4(host, name, 4)) throw new RangeError(`sockaddr_in: "${host}" is no IPv4 address`);
  return name;
}

/**
 * Makes a SOCKADDR_IN6 from the text of an IPv6 address and a port in host order. Throws a RangeError if `host` is not
 * an IPv6 address.
 */
export function sockaddr_in6(host: string, port: number, scopeId = 0, flowinfo = 0): Uint8Array {
  const name = new Uint8Array(SOCKADDR_IN6_SIZE);
  setUint16(name, 0, AF_INET6);
  setUint16BE(name, 2, port);
  setUint32(name, 4, flowinfo);
  if (!parseIPv6(host, name, 8)) throw new RangeError(`sockaddr_in6: "${host}" is no IPv6 address`);
  setUint32(name, 24, scopeId);
  return name;
}

/** The length of a family's socket address, in bytes; 0 for a family that is not supported here. */
export function sockaddrSize(family: number): number {
  return family === AF_INET ? SOCKADDR_IN_SIZE : family === AF_INET6 ? SOCKADDR_IN6_SIZE : 0;
}

/** The address family of a socket address: its first 2 bytes. 0 if it is shorter. */
export function sockaddrFamily(name: Uint8Array): number {
  return getUint16(name, 0);
}

/** The port of a socket address, in host order. */
export function sockaddrPort(name: Uint8Array): number {
  return getUint16BE(name, 2);
}

/** Writes a port, in host order, into a socket address. */
export function setSockaddrPort(name: Uint8Array, port: number): void {
  setUint16BE(name, 2, port);
}

/** The address as text, without port or scope; "" for a family that is not supported here. */
export function sockaddrHost(name: Uint8Array): string {
  const family = sockaddrFamily(name);
  return family === AF_INET ? formatIPv4(name, 4) : family === AF_INET6 ? formatIPv6(name, 8) : "";
}

/** `sin6_scope_id`, 0 for IPv4. */
export function sockaddrScope(name: Uint8Array): number {
  return sockaddrFamily(name) === AF_INET6 ? getUint32(name, 24) : 0;
}

/** Address and port as text: `127.0.0.1:80`, `[::1]:80`. */
export function sockaddrText(name: Uint8Array): string {
  const host = sockaddrHost(name);
  const port = sockaddrPort(name);
  return sockaddrFamily(name) === AF_INET6 ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Whether the address is all zeros: for bind, every interface; for connect, no peer. */
export function isUnspecified(name: Uint8Array): boolean {
  const v6 = sockaddrFamily(name) === AF_INET6;
  const from = v6 ? 8 : 4;
  const to = v6 ? 24 : 8;
  for (let i = from; i < to; i++) if (name[i] !== 0) return false;
  return true;
}
