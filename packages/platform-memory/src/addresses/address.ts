import { AF_INET, AF_INET6, formatIPv4, formatIPv6, parseIPv4, parseIPv6, setUint32 } from "@ws2kit/spi";

/**
 * Inside the simulation, an IP address is its text, as the contract's codecs format it. An IPv4-mapped address of an
 * IPv6 socket, `::ffff:10.0.0.1`, is `10.0.0.1`, so that one table serves both families.
 */
export const ANY_IPV4 = "0.0.0.0";
export const ANY_IPV6 = "::";
/** The first 12 bytes of an IPv4-mapped address. */
const MAPPED: readonly number[] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255];

export function isIPv4(ip: string): boolean {
  return !ip.includes(":");
}

export function familyOf(ip: string): number {
  return isIPv4(ip) ? AF_INET : AF_INET6;
}

export function isWildcard(ip: string): boolean {
  return ip === ANY_IPV4 || ip === ANY_IPV6;
}

export function isLoopback(ip: string): boolean {
  return ip.startsWith("127.") || ip === "::1";
}

export function isMulticast(ip: string): boolean {
  if (!isIPv4(ip)) return ip.startsWith("ff") && ip.indexOf(":") === 4;
  const first = parseInt(ip, 10);
  return first >= 224 && first < 240;
}

/** Whether `ip` is 255.255.255.255, or the last address of a /24 network of `own`. */
export function isBroadcast(ip: string, own: readonly string[]): boolean {
  if (ip === "255.255.255.255") return true;
  if (!ip.endsWith(".255")) return false;
  const network = ip.slice(0, -3);
  return own.some((address) => address.startsWith(network));
}

/** Formats the 16 bytes of an IPv6 address at `at`. */
export function spellIPv6(bytes: Uint8Array, at: number): string {
  return MAPPED.every((byte, i) => bytes[at + i] === byte) ? formatIPv4(bytes, at + 12) : formatIPv6(bytes, at);
}

/** Parses an address and formats it in its only spelling; `null` if it is not an address. */
export function parseAddress(text: string): string | null {
  const bytes = new Uint8Array(16);
  if (parseIPv4(text, bytes, 0)) return bytes.subarray(0, 4).join(".");
  return parseIPv6(text, bytes, 0) ? spellIPv6(bytes, 0) : null;
}

/** Formats the address in a value of IP_MULTICAST_IF. */
export function interfaceText(value: number): string {
  const address = new Uint8Array(4);
  setUint32(address, 0, value);
  return formatIPv4(address, 0);
}
