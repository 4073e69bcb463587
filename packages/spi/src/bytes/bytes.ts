/**
 * Numbers and text in memory. A pointer to data is a `Uint8Array` or `null`. Numbers are little-endian, as on every
 * Windows; network fields are big-endian ("BE").
 */

/** A pointer to data. */
export type Pointer = Uint8Array | null;

/** Reads a WORD of 2 bytes at `at`, little-endian. */
export function getUint16(bytes: Uint8Array, at: number): number {
  return (bytes[at] | (bytes[at + 1] << 8)) >>> 0;
}

/** Reads 2 bytes at `at`, big-endian, as ports are. */
export function getUint16BE(bytes: Uint8Array, at: number): number {
  return ((bytes[at] << 8) | bytes[at + 1]) >>> 0;
}

/** Reads a DWORD of 4 bytes at `at`, little-endian. */
export function getUint32(bytes: Uint8Array, at: number): number {
  return (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
}

/** Writes `value` as a WORD of 2 bytes at `at`, little-endian. */
export function setUint16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >>> 8;
}

/** Writes `value` as 2 bytes at `at`, big-endian, as ports are. */
export function setUint16BE(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 8;
  bytes[at + 1] = value;
}

/** Writes `value` as a DWORD of 4 bytes at `at`, little-endian. */
export function setUint32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >>> 8;
  bytes[at + 2] = value >>> 16;
  bytes[at + 3] = value >>> 24;
}

/** Reads UTF-16LE text of at most `units` units, up to its terminator. */
export function getText(bytes: Uint8Array, at: number, units: number): string {
  let text = "";
  for (let i = 0; i < units; i++) {
    const unit = getUint16(bytes, at + 2 * i);
    if (unit === 0) break;
    text += String.fromCharCode(unit);
  }
  return text;
}

/** Writes `text` as UTF-16LE into a field of `units` units, cut to leave room for its terminator. */
export function setText(bytes: Uint8Array, at: number, units: number, text: string): void {
  bytes.fill(0, at, at + 2 * units);
  const length = Math.min(text.length, units - 1);
  for (let i = 0; i < length; i++) setUint16(bytes, at + 2 * i, text.charCodeAt(i));
}

/** Returns whether a caller's value is bytes. It runs no trap of a proxy, so it never throws. */
export function isBytes(given: unknown): given is Uint8Array {
  return ArrayBuffer.isView(given) && given instanceof Uint8Array;
}

/** Copies the bytes from `from` to `to`. `slice` of a Node Buffer does not copy. */
export function copyOf(bytes: Uint8Array, from: number, to: number): Uint8Array {
  return new Uint8Array(bytes.subarray(from, to));
}

/** Returns whether `bytes` contains the range `[off, off + len)`: in C, whether the pointer is valid. */
export function holds(bytes: unknown, off: number, len: number): bytes is Uint8Array {
  return isBytes(bytes) && off >= 0 && len >= 0 && off + len <= bytes.length;
}

/** Makes the bytes of a DWORD, BOOL or int, for an option or a control: 4 bytes, little-endian. */
export function DWORD(value: number | boolean): Uint8Array {
  const bytes = new Uint8Array(4);
  setUint32(bytes, 0, Number(value));
  return bytes;
}

/** Reads the DWORD at `at`. */
export function readDWORD(bytes: Uint8Array, at = 0): number {
  return getUint32(bytes, at);
}

/** Makes the value of SO_LINGER, 4 bytes: 0 u_short l_onoff · 2 u_short l_linger, in seconds. */
export function LINGER(l_onoff: number, l_linger: number): Uint8Array {
  const bytes = new Uint8Array(4);
  setUint16(bytes, 0, l_onoff);
  setUint16(bytes, 2, l_linger);
  return bytes;
}
