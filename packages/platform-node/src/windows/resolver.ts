import { hostname } from "node:os";
import { AF_INET, AF_INET6, SOCK_STREAM, SOCKADDR_IN6_SIZE, WSANO_DATA, WSANO_RECOVERY } from "@ws2kit/spi";
import type { Resolver } from "../background-resolver.js";
import type { AddrInfoW, Winsock } from "./winsock.js";

/** getnameinfo: an address without a name is an error. */
const NI_NAMEREQD = 4;
/** NI_MAXHOST: a name with its terminator. */
const MOST_NAME = 1025;

/** The system's GetAddrInfoW. */
export function windowsResolver(winsock: Winsock): Resolver {
  return {
    now(name, family, out) {
      const result: [bigint | null] = [null];
      const code = winsock.GetAddrInfoW(name || hostname(), null, hints(family), result);
      return addressesOf(winsock, code, result, out);
    },
    later(name, family, out, done) {
      const result: [bigint | null] = [null];
      winsock.GetAddrInfoWLater(name || hostname(), null, hints(family), result, (error, code) =>
        done(error !== null ? -WSANO_RECOVERY : addressesOf(winsock, code, result, out)),
      );
    },
  };
}

/** Writes the addresses that GetAddrInfoW has found to `out`, and frees its list. */
function addressesOf(winsock: Winsock, code: number, [list]: [bigint | null], out: Uint8Array): number {
  if (code !== 0) return -code;
  if (list === null) return -WSANO_DATA;
  let n = 0;
  for (const node of winsock.addrInfo(list)) {
    if ((n + 1) * SOCKADDR_IN6_SIZE > out.length) break;
    if (node.ai_addr === null || node.ai_addrlen > SOCKADDR_IN6_SIZE || !isInternet(node.ai_family)) continue;
    const slot = out.subarray(n * SOCKADDR_IN6_SIZE, ++n * SOCKADDR_IN6_SIZE);
    slot.fill(0);
    slot.set(winsock.bytesAt(node.ai_addr, node.ai_addrlen));
  }
  winsock.FreeAddrInfoW(list);
  return n > 0 ? n : -WSANO_DATA;
}

/** Requests one socket type, because otherwise every address is returned three times. */
function hints(family: number): AddrInfoW {
  return {
    ai_flags: 0,
    ai_family: family,
    ai_socktype: SOCK_STREAM,
    ai_protocol: 0,
    ai_addrlen: 0,
    ai_canonname: null,
    ai_addr: null,
    ai_next: null,
  };
}

function isInternet(family: number): boolean {
  return family === AF_INET || family === AF_INET6;
}

/**
 * Writes the name of the host at an address, from the system's getnameinfo, or with `namelen` 0 the name of this
 * machine. Returns the number of bytes written to `out`, or a negative Winsock number. Blocks for as long as the system
 * does.
 */
export function writeName(winsock: Winsock, name: Uint8Array, namelen: number, out: Uint8Array): number {
  if (namelen === 0) return copyTo(out, Buffer.from(hostname(), "latin1"));
  const host = new Uint8Array(MOST_NAME);
  const code = winsock.getnameinfo(name, namelen, host, host.length, null, 0, NI_NAMEREQD);
  return code === 0 ? copyTo(out, host.subarray(0, host.indexOf(0))) : -code;
}

function copyTo(out: Uint8Array, text: Uint8Array): number {
  const fitting = text.subarray(0, out.length);
  out.set(fitting);
  return fitting.length;
}
