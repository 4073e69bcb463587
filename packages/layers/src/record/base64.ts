const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Bytes as base64 (RFC 4648). */
export function toBase64(bytes: Uint8Array): string {
  const whole = bytes.length - (bytes.length % 3);
  let text = "";
  for (let i = 0; i < whole; i += 3) {
    const bits = (bytes[i] << 16) | (bytes[i + 1] << 8) | bytes[i + 2];
    text += ALPHABET[bits >>> 18] + ALPHABET[(bits >>> 12) & 63] + ALPHABET[(bits >>> 6) & 63] + ALPHABET[bits & 63];
  }
  if (whole === bytes.length) return text;
  const bits = (bytes[whole] << 16) | ((bytes[whole + 1] ?? 0) << 8);
  const third = bytes.length - whole > 1 ? ALPHABET[(bits >>> 6) & 63] : "=";
  return `${text}${ALPHABET[bits >>> 18]}${ALPHABET[(bits >>> 12) & 63]}${third}=`;
}

/** The bytes that `toBase64` has written. */
export function fromBase64(text: string): Uint8Array {
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  for (let i = 0, at = 0; i < text.length; i += 4) {
    let bits = 0;
    for (let j = 0; j < 4; j++) bits = (bits << 6) | Math.max(ALPHABET.indexOf(text[i + j]), 0);
    for (let shift = 16; shift >= 0 && at < bytes.length; shift -= 8) bytes[at++] = bits >>> shift;
  }
  return bytes;
}
