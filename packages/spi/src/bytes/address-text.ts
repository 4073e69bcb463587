import { getUint16BE, setUint16BE } from "./bytes.js";

/**
 * The text of addresses: dotted quads for IPv4; for IPv6, the forms of RFC 4291 are read, and the form of RFC 5952 is
 * written.
 */

/** Converts `a.b.c.d` to 4 bytes at `at`. Returns `false` for any other text. */
export function parseIPv4(text: string, bytes: Uint8Array, at: number): boolean {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return false;
  const octets = text.split(".").map(Number);
  octets.forEach((octet, i) => {
    bytes[at + i] = octet;
  });
  return octets.every((octet) => octet <= 255);
}

/**
 * Converts an IPv4 address in the forms of inet_addr to 4 bytes at `at`. It has one to four parts, each decimal, octal
 * (`0…`) or hexadecimal (`0x…`); the last part fills the remaining bytes. Returns `false` for any other text.
 */
export function parseIPv4Shorthand(text: string, bytes: Uint8Array, at: number): boolean {
  const parts = text.split(".").map(parseNumber);
  const last = parts.length - 1;
  const rest = parts[last];
  if (last > 3 || parts.some((part, i) => part < 0 || (i < last && part > 255)) || rest >= 2 ** (32 - 8 * last)) {
    return false;
  }
  for (let i = 0; i < 4; i++) bytes[at + i] = i < last ? parts[i] : rest / 2 ** (24 - 8 * i);
  return true;
}

/** Reads a number in C's notation: decimal, octal or hexadecimal; -1 if the text is not a number. */
export function parseNumber(text: string): number {
  if (/^0[xX][0-9a-fA-F]+$/.test(text)) return parseInt(text, 16);
  if (/^0[0-7]*$/.test(text)) return parseInt(text, 8);
  return /^[1-9][0-9]*$/.test(text) ? Number(text) : -1;
}

/** Converts the 4 bytes at `at` to text with four decimal parts. */
export function formatIPv4(bytes: Uint8Array, at: number): string {
  return `${bytes[at]}.${bytes[at + 1]}.${bytes[at + 2]}.${bytes[at + 3]}`;
}

/**
 * Converts the text of an IPv6 address, without scope or port, to 16 bytes at `at`. Returns `false` for any other text.
 */
export function parseIPv6(text: string, bytes: Uint8Array, at: number): boolean {
  const [head, tail, more] = text.split("::").map((side, i, { length }) => groups(side, i === length - 1));
  if (more !== undefined || head === null || tail === null) return false;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return false;
  const all = [...head, ...new Array<number>(missing).fill(0), ...(tail ?? [])];
  for (let i = 0; i < 8; i++) setUint16BE(bytes, at + 2 * i, all[i]);
  return true;
}

/** The 16-bit groups of one side of `::`. If `last`, the text ends there and its last part may be a dotted quad. */
function groups(side: string, last: boolean): number[] | null {
  if (side === "") return [];
  const out: number[] = [];
  const parts = side.split(":");
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i];
    if (/^[0-9a-f]{1,4}$/i.test(part)) {
      out.push(parseInt(part, 16));
      continue;
    }
    const quad = new Uint8Array(4);
    if (!last || i !== parts.length - 1 || !parseIPv4(part, quad, 0)) return null;
    out.push(getUint16BE(quad, 0), getUint16BE(quad, 2));
  }
  return out;
}

/**
 * RFC 5952 text; an address that embeds an IPv4 address ends with its dotted quad. Source: oracle address-to-string.
 */
export function formatIPv6(bytes: Uint8Array, at: number): string {
  const words: number[] = [];
  for (let i = 0; i < 8; i++) words.push(getUint16BE(bytes, at + 2 * i));
  if (!embedsIPv4(words)) return compressed(words);
  const head = compressed(words.slice(0, 6));
  return `${head}${head.endsWith("::") ? "" : ":"}${formatIPv4(bytes, at + 12)}`;
}

/** ISATAP; or, after 64 zero bits, IPv4-compatible, IPv4-mapped or IPv4-translated with a first half that is not 0. */
function embedsIPv4(words: readonly number[]): boolean {
  const [a, b, c, d, e, f, high] = words;
  if (f === 0x5efe && (e & ~0x200) === 0) return true;
  if ((a | b | c | d) !== 0 || high === 0) return false;
  return e === 0 ? f === 0 || f === 0xffff : e === 0xffff && f === 0;
}

/** Groups in hexadecimal, the longest run of zeros as `::`. */
function compressed(words: readonly number[]): string {
  const { start, length } = longestZeros(words);
  const text = (from: number, to?: number) =>
    words
      .slice(from, to)
      .map((w) => w.toString(16))
      .join(":");
  return length < 2 ? text(0) : `${text(0, start)}::${text(start + length)}`;
}

function longestZeros(words: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let i = 0; i < words.length; i++) {
    let j = i;
    while (words[j] === 0) j++;
    if (j - i > best.length) best = { start: i, length: j - i };
  }
  return best;
}
