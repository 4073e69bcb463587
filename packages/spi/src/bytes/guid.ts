/** A GUID in its usual text, upper case, without braces: `"E70F1AA0-AB8B-11CF-8CA3-00805F48A192"`. */
export type GUID = string;

const FORM = /^\{?[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}?$/i;

/** Returns the spelling by which GUIDs are compared, or null if `text` is not a GUID. */
export function normalGuid(text: unknown): GUID | null {
  if (typeof text !== "string" || !FORM.test(text)) return null;
  return text.replace(/[{}]/g, "").toUpperCase();
}

/**
 * Where in memory the bytes are that the text names in order, two digits each: 4-2-2-8, the first three little-endian.
 */
const PLACES = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];

/** Reads 16 bytes. */
export function decodeGuid(bytes: Uint8Array, at = 0): GUID {
  const digits = PLACES.map((place) => bytes[at + place].toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-").toUpperCase();
}

/** Writes a GUID's 16 bytes; what is no GUID is written as zeros. */
export function encodeGuid(guid: GUID, bytes: Uint8Array, at = 0): void {
  const digits = normalGuid(guid)?.replace(/-/g, "") ?? "";
  PLACES.forEach((place, i) => {
    bytes[at + place] = parseInt(digits.slice(2 * i, 2 * i + 2), 16);
  });
}
