/** A GUID in its usual text, upper case, without braces: `"E70F1AA0-AB8B-11CF-8CA3-00805F48A192"`. */
export type GUID = string;

/** Returns the normal form of a GUID, in which GUIDs can be compared; null if `text` is not a GUID. */
export function normalGuid(text: unknown): GUID | null {
  if (typeof text !== "string" || !/^\{?[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}?$/i.test(text)) return null;
  return text.replace(/[{}]/g, "").toUpperCase();
}

const GUID_SIZE = 16;

/**
 * The offset in memory of the byte whose two digits are at `i` in the text. The parts have 4, 2, 2 and 8 bytes; the
 * first three are little-endian.
 */
function placeOf(i: number): number {
  if (i < 4) return i ^ 3;
  return i < 8 ? i ^ 1 : i;
}

/** Converts the 16 bytes at `at` to a GUID. */
export function decodeGuid(bytes: Uint8Array, at = 0): GUID {
  let digits = "";
  for (let i = 0; i < GUID_SIZE; i++) digits += bytes[at + placeOf(i)].toString(16).padStart(2, "0");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-").toUpperCase();
}

/** Writes a GUID's 16 bytes at `at`; zeros if `guid` is not a GUID. */
export function encodeGuid(guid: GUID, bytes: Uint8Array, at = 0): void {
  const digits = normalGuid(guid)?.replace(/-/g, "") ?? "";
  for (let i = 0; i < GUID_SIZE; i++) bytes[at + placeOf(i)] = parseInt(digits.slice(2 * i, 2 * i + 2), 16);
}
