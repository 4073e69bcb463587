/**
 * Text over sockets, in UTF-8 both ways, where the engine has no TextEncoder.
 *
 * ```ts
 * await writeText(connection, "PING\r\n");
 * for await (const line of lines(connection)) machine.platform.log(line);
 * ```
 */
import { utf8 as encode } from "@ws2kit/core";
import type { Connection } from "./connection.js";
import type { Limits } from "./limit.js";

export { encode };

/** Stands for what is not text. */
const REPLACEMENT = 0xfffd;

/** UTF-8 as text. What is not UTF-8 becomes U+FFFD, as WHATWG's decoder has it; a byte-order mark stays. */
export function decode(bytes: Uint8Array): string {
  const decoder = new Decoder();
  return decoder.decode(bytes) + decoder.end();
}

/** Decodes UTF-8 that arrives in parts, which may end within a character. */
export class Decoder {
  #code = 0;
  /** Bytes that the character under way still needs. */
  #needed = 0;
  /** What its next byte may be. */
  #low = 0x80;
  #high = 0xbf;

  /** The text of what has arrived so far and was not returned before. */
  decode(bytes: Uint8Array): string {
    let text = "";
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i];
      if (this.#needed === 0) text += this.#begin(byte);
      else if (byte < this.#low || byte > this.#high) {
        // the byte may begin a character
        text += this.end();
        i--;
      } else {
        this.#expect(this.#needed - 1);
        this.#code = (this.#code << 6) | (byte & 0x3f);
        if (this.#needed === 0) text += String.fromCodePoint(this.#code);
      }
    }
    return text;
  }

  /** U+FFFD for a character that has begun and not ended, else "". */
  end(): string {
    if (this.#needed === 0) return "";
    this.#expect(0);
    return String.fromCharCode(REPLACEMENT);
  }

  #begin(byte: number): string {
    if (byte < 0x80) return String.fromCharCode(byte);
    if (byte < 0xc2 || byte > 0xf4) return String.fromCharCode(REPLACEMENT);
    this.#expect(byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3);
    this.#code = byte & (0x3f >> this.#needed);
    // no longer form than needed, no surrogates, nothing above U+10FFFF
    if (byte === 0xe0) this.#low = 0xa0;
    if (byte === 0xed) this.#high = 0x9f;
    if (byte === 0xf0) this.#low = 0x90;
    if (byte === 0xf4) this.#high = 0x8f;
    return "";
  }

  #expect(needed: number): void {
    this.#needed = needed;
    this.#low = 0x80;
    this.#high = 0xbf;
  }
}

/** Writes text, as `Connection.write` writes bytes. */
export function writeText(connection: Connection, text: string, limits?: Limits): Promise<void> {
  return connection.write(encode(text), limits);
}

/** Reads a line without its LF or CRLF; `null` at the end of the stream. Fails as `Connection.readUntil` does. */
export async function readLine(connection: Connection, limits?: Limits): Promise<string | null> {
  const line = await connection.readUntil(10, limits);
  if (line === null) return null;
  const isCrLf = line.length > 0 && line[line.length - 1] === 13;
  return decode(isCrLf ? line.subarray(0, line.length - 1) : line);
}

/** Reads lines to the end of the stream. */
export async function* lines(connection: Connection, limits?: Limits): AsyncGenerator<string, void, undefined> {
  for (let line = await readLine(connection, limits); line !== null; line = await readLine(connection, limits)) {
    yield line;
  }
}

/**
 * Reads to the end of the stream, as one text; at most `longest` characters (1,048,576 unless given), then RangeError.
 */
export async function readText(connection: Connection, limits?: Limits, longest = 1 << 20): Promise<string> {
  const decoder = new Decoder();
  let text = "";
  for await (const bytes of connection.chunks(limits)) {
    text += decoder.decode(bytes);
    if (text.length > longest) throw new RangeError(`readText: more than ${longest} characters`);
  }
  return text + decoder.end();
}
