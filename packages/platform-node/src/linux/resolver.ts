import { hostname } from "node:os";
import {
  SOCK_STREAM,
  SOCKADDR_IN6_SIZE,
  setUint16,
  sockaddrFamily,
  sockaddrSize,
  WSANO_DATA,
  WSANO_RECOVERY,
} from "@ws2kit/spi";
import type { Resolver } from "../background-resolver.js";
import { LinuxAddress, linuxFamily, winsockFamily } from "./address.js";
import { EAI_SYSTEM, winsockResolverError } from "./errors.js";
import type { AddrInfo, Libc } from "./libc.js";

/** The system's getaddrinfo: numeric addresses, hosts files, DNS. An empty name means this machine, as in Winsock. */
export function linuxResolver(libc: Libc): Resolver {
  return {
    now(name, family, out) {
      const result: [bigint | null] = [null];
      const eai = libc.getaddrinfo(name || hostname(), null, hints(family), result);
      return addressesOf(libc, eai, result, out);
    },
    later(name, family, out, done) {
      const result: [bigint | null] = [null];
      libc.getaddrinfoLater(name || hostname(), null, hints(family), result, (error, eai) =>
        // the thread's errno, for EAI_SYSTEM, does not reach this thread
        done(error !== null || eai === EAI_SYSTEM ? -WSANO_RECOVERY : addressesOf(libc, eai, result, out)),
      );
    },
  };
}

/** Writes the addresses that getaddrinfo has found to `out`, and frees its list. */
function addressesOf(libc: Libc, eai: number, [list]: [bigint | null], out: Uint8Array): number {
  if (eai !== 0) return -winsockResolverError(eai, libc.errno());
  if (list === null) return -WSANO_DATA;
  let n = 0;
  for (const node of libc.addrInfo(list)) {
    if ((n + 1) * SOCKADDR_IN6_SIZE > out.length) break;
    if (writeAddress(libc, node, out.subarray(n * SOCKADDR_IN6_SIZE, (n + 1) * SOCKADDR_IN6_SIZE))) n++;
  }
  libc.freeaddrinfo(list);
  return n > 0 ? n : -WSANO_DATA;
}

/** Requests one socket type, because otherwise getaddrinfo returns every address three times. */
function hints(family: number): AddrInfo {
  return {
    ai_flags: 0,
    ai_family: linuxFamily(family),
    ai_socktype: SOCK_STREAM,
    ai_protocol: 0,
    ai_addrlen: 0,
    ai_addr: null,
    ai_canonname: null,
    ai_next: null,
  };
}

function writeAddress(libc: Libc, node: AddrInfo, slot: Uint8Array): boolean {
  if (node.ai_addr === null || node.ai_addrlen > slot.length) return false;
  slot.fill(0);
  slot.set(libc.bytesAt(node.ai_addr, node.ai_addrlen));
  setUint16(slot, 0, winsockFamily(sockaddrFamily(slot)));
  return sockaddrSize(sockaddrFamily(slot)) !== 0;
}

/** NI_NAMEREQD of Linux: an address without a name is an error. */
const NI_NAMEREQD = 8;
/** NI_MAXHOST: a name with its terminator. */
const MOST_NAME = 1025;

/**
 * Writes the name of the host at an address, from the system's getnameinfo, or with `namelen` 0 the name of this
 * machine. Returns the number of bytes written to `out`, or a negative Winsock number. Blocks for as long as the system
 * does.
 */
export function writeName(libc: Libc, name: Uint8Array, namelen: number, out: Uint8Array): number {
  if (namelen === 0) return copy(Buffer.from(hostname(), "latin1"), out);
  const address = new LinuxAddress();
  const len = address.set(name, namelen);
  const host = new Uint8Array(MOST_NAME);
  const eai = libc.getnameinfo(address.bytes, len, host, host.length, null, 0, NI_NAMEREQD);
  if (eai !== 0) return -winsockResolverError(eai, libc.errno());
  return copy(host.subarray(0, host.indexOf(0)), out);
}

function copy(text: Uint8Array, out: Uint8Array): number {
  const fitting = text.subarray(0, out.length);
  out.set(fitting);
  return fitting.length;
}
