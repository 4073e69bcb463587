/** Addresses with the provider that found them, as GetAddrInfoExW returns them. Source: ws2def.h; page remarks. */

import type { GUID } from "./guid.js";
import type { addrinfo } from "./name-resolution.js";

/**
 * Flags of hints. AI_ALL: with AI_V4MAPPED, IPv4 addresses besides those of IPv6. AI_ADDRCONFIG: only addresses of
 * families that this machine uses. AI_V4MAPPED: IPv4 addresses in IPv6 form.
 */
export const AI_ALL = 0x100;
export const AI_ADDRCONFIG = 0x400;
export const AI_V4MAPPED = 0x800;

/** One result of GetAddrInfoExW. `ai_next` links the results. */
export interface addrinfoexW extends Omit<addrinfo, "ai_next"> {
  /** Data of the provider in its own form, or null. */
  ai_blob: Uint8Array | null;
  /** Bytes of that data. */
  ai_bloblen: number;
  /** The provider that found the address; null for a numeric address. */
  ai_provider: GUID | null;
  /** The next element, or null. */
  ai_next: addrinfoexW | null;
}

/** Makes the hints or a result of GetAddrInfoExW. */
export function newaddrinfoexW(values: Partial<addrinfoexW> = {}): addrinfoexW {
  return {
    ai_flags: 0,
    ai_family: 0,
    ai_socktype: 0,
    ai_protocol: 0,
    ai_addrlen: 0,
    ai_canonname: null,
    ai_addr: null,
    ai_blob: null,
    ai_bloblen: 0,
    ai_provider: null,
    ai_next: null,
    ...values,
  };
}

/**
 * The completion routine of GetAddrInfoExW. It is called when the overlapped call ends: `dwError` is 0 or a code,
 * `dwBytes` is 0.
 */
export type LPLOOKUPSERVICE_COMPLETION_ROUTINE<Overlapped> = (
  dwError: number,
  dwBytes: number,
  lpOverlapped: Overlapped,
) => void;
