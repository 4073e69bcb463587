import { utf8 as encodeUtf8 } from "@ws2kit/core";
import { type End, joined } from "./packets.js";

const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE_DESCRIPTION = 1;
const NAME_RESOLUTION = 4;
const ENHANCED_PACKET = 6;
const DECRYPTION_SECRETS = 10;

const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
const LINKTYPE_RAW = 101;
const NANOSECONDS = 9;
const TLS_KEY_LOG = 0x544c534b;

const OPT_COMMENT = 1;
const SHB_USERAPPL = 4;
const IF_NAME = 2;
const IF_TSRESOL = 9;
const EPB_FLAGS = 2;
const NRB_IPV4 = 1;
const NRB_IPV6 = 2;

/** The values of `epb_flags`: this machine received the packet, or sent it. */
export const INBOUND = 1;
export const OUTBOUND = 2;

type Option = readonly [code: number, value: Uint8Array];

/** The block with which a file begins. */
export function sectionHeader(comment: string): Uint8Array {
  const body = words(BYTE_ORDER_MAGIC, 1, 0xffffffff, 0xffffffff);
  return block(SECTION_HEADER, [
    body,
    options([
      [OPT_COMMENT, encodeUtf8(comment)],
      [SHB_USERAPPL, encodeUtf8("ws2kit")],
    ]),
  ]);
}

/** An interface whose packets begin with an IP header, with times in nanoseconds. */
export function interfaceDescription(name: string): Uint8Array {
  return block(INTERFACE_DESCRIPTION, [
    words(LINKTYPE_RAW, 0),
    options([
      [IF_NAME, encodeUtf8(name)],
      [IF_TSRESOL, Uint8Array.of(NANOSECONDS)],
    ]),
  ]);
}

/** A packet of the first interface; `at` is its time in milliseconds since 1970. */
export function enhancedPacket(at: number, packet: Uint8Array, direction: number, comment: string): Uint8Array {
  const ns = BigInt(Math.floor(at)) * 1_000_000n + BigInt(Math.round((at % 1) * 1e6));
  const time = words(0, Number(ns >> 32n), Number(ns & 0xffffffffn), packet.length, packet.length);
  return block(ENHANCED_PACKET, [
    time,
    padded(packet),
    options([
      [OPT_COMMENT, encodeUtf8(comment)],
      [EPB_FLAGS, words(direction)],
    ]),
  ]);
}

/** The names of hosts, by address. */
export function nameResolution(names: readonly (readonly [address: End["address"], name: string])[]): Uint8Array {
  const records = names.map(([address, name]) => {
    const value = joined([address, encodeUtf8(name), Uint8Array.of(0)]);
    return joined([halves(address.length === 4 ? NRB_IPV4 : NRB_IPV6, value.length), padded(value)]);
  });
  return block(NAME_RESOLUTION, [...records, words(0)]);
}

/** The secrets of TLS sessions, in the format of SSLKEYLOGFILE. */
export function decryptionSecrets(keyLog: string): Uint8Array {
  const secrets = encodeUtf8(keyLog);
  return block(DECRYPTION_SECRETS, [words(TLS_KEY_LOG, secrets.length), padded(secrets)]);
}

function block(type: number, parts: readonly Uint8Array[]): Uint8Array {
  const length = 12 + parts.reduce((sum, part) => sum + part.length, 0);
  return joined([words(type, length), ...parts, words(length)]);
}

function options(all: readonly Option[]): Uint8Array {
  return joined([...all.flatMap(([code, value]) => [halves(code, value.length), padded(value)]), halves(0, 0)]);
}

/** Numbers of 32 bits, the low byte first. */
function words(...numbers: number[]): Uint8Array {
  const bytes = new Uint8Array(4 * numbers.length);
  const view = new DataView(bytes.buffer);
  for (const [i, number] of numbers.entries()) view.setUint32(4 * i, number, true);
  return bytes;
}

/** Numbers of 16 bits, the low byte first. */
function halves(...numbers: number[]): Uint8Array {
  const bytes = new Uint8Array(2 * numbers.length);
  const view = new DataView(bytes.buffer);
  for (const [i, number] of numbers.entries()) view.setUint16(2 * i, number, true);
  return bytes;
}

/** Fills bytes with zeros up to a multiple of 4. */
function padded(bytes: Uint8Array): Uint8Array {
  return bytes.length % 4 === 0 ? bytes : joined([bytes, new Uint8Array(4 - (bytes.length % 4))]);
}
