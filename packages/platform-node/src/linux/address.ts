import { AF_INET, AF_INET6, AF_UNSPEC, setUint16, sockaddrFamily } from "@ws2kit/spi";

/** The supported families: Winsock's number and Linux's. */
const families: readonly (readonly [winsock: number, linux: number])[] = [
  [AF_UNSPEC, 0],
  [AF_INET, 2],
  [AF_INET6, 10],
];

/** A number that is no family in either system: without it, Winsock's 10 (AF_CCITT) would mean Linux's AF_INET6. */
const NO_FAMILY = 0xffff;

export function linuxFamily(family: number): number {
  for (const [winsock, linux] of families) if (winsock === family) return linux;
  return NO_FAMILY;
}

export function winsockFamily(family: number): number {
  for (const [winsock, linux] of families) if (linux === family) return winsock;
  return NO_FAMILY;
}

/**
 * The memory of a socket address that is passed to or from the kernel. SOCKADDR_IN and SOCKADDR_IN6 differ between the
 * systems only in the family's number. All calls share one block of memory.
 */
export class LinuxAddress {
  /** As large as `struct sockaddr_storage`. */
  readonly bytes = new Uint8Array(128);
  /** The kernel reads the capacity from it and writes the length to it. */
  readonly length = new Int32Array(1);

  /** Stores a Winsock address. Cuts one that is longer than any address; the kernel then refuses it. */
  set(name: Uint8Array, namelen: number): number {
    const len = Math.min(namelen, name.length, this.bytes.length);
    for (let i = 0; i < len; i++) this.bytes[i] = name[i];
    if (len >= 2) setUint16(this.bytes, 0, linuxFamily(sockaddrFamily(this.bytes)));
    return len;
  }

  /** Prepares the memory for an address that the kernel writes. */
  clear(): this {
    this.length[0] = this.bytes.length;
    return this;
  }

  /** Writes the kernel's address to `name` in Winsock's form. Returns its size in bytes; 0 if there is no address. */
  copyTo(name: Uint8Array): number {
    const len = Math.min(this.length[0], name.length);
    for (let i = 0; i < len; i++) name[i] = this.bytes[i];
    if (len >= 2) setUint16(name, 0, winsockFamily(sockaddrFamily(name)));
    return len;
  }
}
