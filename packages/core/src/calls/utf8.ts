/** Replaces half of a surrogate pair, which UTF-8 cannot express. */
const REPLACEMENT = 0xfffd;

/** Text as UTF-8. Half of a surrogate pair becomes U+FFFD. */
export function utf8(text: string): Uint8Array {
  const bytes = new Uint8Array(3 * text.length);
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    let code = text.codePointAt(i) as number;
    if (code >= 0xd800 && code <= 0xdfff) code = REPLACEMENT;
    if (code > 0xffff) i++;
    if (code < 0x80) bytes[length++] = code;
    else {
      const further = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
      bytes[length++] = (0xff00 >> (further + 1)) | (code >> (6 * further));
      for (let shift = 6 * (further - 1); shift >= 0; shift -= 6) bytes[length++] = 0x80 | ((code >> shift) & 0x3f);
    }
  }
  return bytes.slice(0, length);
}
