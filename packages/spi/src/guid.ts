import { getUint16, getUint32, setUint16, setUint32 } from "./bytes.js";

/** A GUID in its usual text, upper case, without braces: `"E70F1AA0-AB8B-11CF-8CA3-00805F48A192"`. */
export type GUID = string;

const FORM = /^\{?([0-9A-F]{8})-([0-9A-F]{4})-([0-9A-F]{4})-([0-9A-F]{4})-([0-9A-F]{12})\}?$/i;

/** The one spelling by which GUIDs are compared, or `null` if `text` is none. */
export function normalGuid(text: unknown): GUID | null {
  if (typeof text !== "string" || !FORM.test(text)) return null;
  return text.replace(/[{}]/g, "").toUpperCase();
}

/** Reads 16 bytes: 4-2-2-8, the first three little-endian. */
export function decodeGuid(bytes: Uint8Array, at = 0): GUID {
  const hex = (value: number, digits: number) => value.toString(16).toUpperCase().padStart(digits, "0");
  let tail = "";
  for (let i = 8; i < 16; i++) tail += hex(bytes[at + i], 2);
  return [
    hex(getUint32(bytes, at), 8),
    hex(getUint16(bytes, at + 4), 4),
    hex(getUint16(bytes, at + 6), 4),
    tail.slice(0, 4),
    tail.slice(4),
  ].join("-");
}

/** Writes a GUID's 16 bytes; what is no GUID is written as zeros. */
export function encodeGuid(guid: GUID, bytes: Uint8Array, at = 0): void {
  const parts = FORM.exec(guid);
  bytes.fill(0, at, at + 16);
  if (parts === null) return;
  setUint32(bytes, at, parseInt(parts[1], 16));
  setUint16(bytes, at + 4, parseInt(parts[2], 16));
  setUint16(bytes, at + 6, parseInt(parts[3], 16));
  const tail = parts[4] + parts[5];
  for (let i = 0; i < 8; i++) bytes[at + 8 + i] = parseInt(tail.slice(2 * i, 2 * i + 2), 16);
}
