import {
  AF_INET,
  formatIPv4,
  sockaddr_in,
  sockaddr_in6,
  sockaddrFamily,
  sockaddrPort,
  sockaddrScope,
  sockaddrSize,
  WSAEADDRNOTAVAIL,
  WSAEAFNOSUPPORT,
  WSAEFAULT,
} from "@ws2kit/spi";
import { isIPv4, spellIPv6 } from "./address.js";

/** The number of valid scope identifiers: 0 for none, and 1 for the only interface of each host. */
const SCOPES = 2;

/** An address of the simulation (see `address.ts`) and a port. */
export class Endpoint {
  #name: Uint8Array | null = null;

  constructor(
    readonly ip: string,
    readonly port: number,
  ) {}

  equals(other: Endpoint): boolean {
    return this.port === other.port && this.ip === other.ip;
  }

  /** Writes the socket address that a socket of `family` sees, and returns its size. */
  write(name: Uint8Array, family: number): number {
    const size = sockaddrSize(family);
    // Stored, because every datagram from here writes it again.
    if (this.#name === null || this.#name.length !== size) this.#name = this.#encode(family);
    name.set(this.#name);
    return size;
  }

  #encode(family: number): Uint8Array {
    if (family === AF_INET) return sockaddr_in(this.ip, this.port);
    return sockaddr_in6(isIPv4(this.ip) ? `::ffff:${this.ip}` : this.ip, this.port);
  }
}

/** Reads a socket address that is passed to a socket of `family`. Returns an endpoint, or a negative Winsock number. */
export function readEndpoint(name: Uint8Array, namelen: number, family: number): Endpoint | number {
  if (namelen < sockaddrSize(family)) return -WSAEFAULT;
  if (sockaddrFamily(name) !== family) return -WSAEAFNOSUPPORT;
  if (sockaddrScope(name) >= SCOPES) return -WSAEADDRNOTAVAIL;
  const ip = family === AF_INET ? formatIPv4(name, 4) : spellIPv6(name, 8);
  return new Endpoint(ip, sockaddrPort(name));
}
