import {
  AF_INET,
  AF_INET6,
  isBytes,
  type Pointer,
  parseIPv4,
  parseIPv6,
  sockaddrFamily,
  sockaddrSize,
} from "@ws2kit/spi";
import { BadOption, shown } from "../stack/read-options.js";

/** A range of addresses: the first `bits` of 16 bytes. An IPv4 address is IPv4-mapped, `::ffff:a.b.c.d`. */
export interface Prefix {
  readonly bytes: Uint8Array;
  readonly bits: number;
}

const MAPPED_BITS = 96;

/**
 * Reads `10.0.0.7`, `10.0.0.0/8`, `::1` or `fe80::/10`. Throws a BadOption for anything else.
 * @data
 */
export function readPrefix(value: unknown, at: string): Prefix {
  const [, text, length] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(String(value)) ?? [];
  const bytes = new Uint8Array(16);
  const isIPv4 = text !== undefined && parseIPv4(text, bytes, 12);
  if (isIPv4) bytes.fill(0xff, 10, 12);
  const most = isIPv4 ? 32 : 128;
  const bits = length === undefined ? most : Number(length);
  if (text === undefined || !(isIPv4 || parseIPv6(text, bytes, 0)) || bits > most) {
    throw new BadOption("option-prefix", [at, shown(value)]);
  }
  return { bytes, bits: isIPv4 ? bits + MAPPED_BITS : bits };
}

/** Whether an address is in the range. It has 16 bytes, as `addressOf` writes them. */
export function isWithin({ bytes, bits }: Prefix, address: Uint8Array): boolean {
  const whole = bits >>> 3;
  for (let i = 0; i < whole; i++) if (address[i] !== bytes[i]) return false;
  const rest = bits & 7;
  return rest === 0 || (address[whole] ^ bytes[whole]) >>> (8 - rest) === 0;
}

/** Writes the address of a SOCKADDR_IN or SOCKADDR_IN6 to `address`, 16 bytes; `false` if it is neither. */
export function addressOf(name: Pointer, address: Uint8Array): name is Uint8Array {
  if (!isBytes(name) || name.length < 2) return false;
  const family = sockaddrFamily(name);
  const size = sockaddrSize(family);
  if (size === 0 || name.length < size) return false;
  if (family === AF_INET6) address.set(name.subarray(8, 24));
  if (family !== AF_INET) return true;
  address.fill(0, 0, 10);
  address.fill(0xff, 10, 12);
  address.set(name.subarray(4, 8), 12);
  return true;
}
