/// <reference path="./u8-mqtt-packet.d.ts" />
import { mqtt_pkt_ctx } from "u8-mqtt-packet/esm/codec_bind.js";
import { mqtt_opts_v4, mqtt_writer_v4 } from "u8-mqtt-packet/esm/codec_v4_lean.js";

/** Replaces the codec's writer, which needs TextEncoder: a device's engine lacks it. */
class Writer extends mqtt_writer_v4 {
  override utf8(text: string): void {
    this.bin(utf8(text));
  }
}

/** MQTT 3.1.1. */
const codec = mqtt_pkt_ctx(4, { ...mqtt_opts_v4, mqtt_writer: Writer });

export const encode = codec.encode_pkt;

/** The packets of a broker to a client that only publishes. */
export type Answer =
  | { readonly type: "connack"; readonly refusal: number }
  | { readonly type: "puback"; readonly id: number }
  | { readonly type: "pingresp" };

/** Bytes of the longest answer: PINGRESP has two, the others four. */
const LONGEST = 4;
const SHORTEST = 2;
/** The first byte of PINGRESP. */
const PINGRESP = 0xd0;

/** Assembles answers from bytes, because TCP does not preserve the limits of packets. */
export class Answers {
  readonly #bytes = new Uint8Array(LONGEST);
  #length = 0;

  /** Returns an answer if this byte completes it; "bad" after the first byte that cannot belong to an answer. */
  take(byte: number): Answer | null | "bad" {
    if (this.#length === LONGEST) return "bad";
    this.#bytes[this.#length++] = byte;
    if (this.#length < SHORTEST) return null;
    const size = SHORTEST + this.#bytes[1];
    if (size !== SHORTEST && size !== LONGEST) {
      this.#length = LONGEST;
      return "bad";
    }
    if (this.#length < size) return null;
    this.#length = 0;
    return decode(this.#bytes.subarray(0, size));
  }
}

function decode(bytes: Uint8Array): Answer | "bad" {
  if (bytes.length === SHORTEST) return bytes[0] === PINGRESP ? { type: "pingresp" } : "bad";
  const packet = codec.decode_pkt(bytes[0], bytes.subarray(SHORTEST));
  if (packet?.type === "connack") return { type: "connack", refusal: Number(packet.reason) };
  if (packet?.type === "puback") return { type: "puback", id: packet.pkt_id };
  return "bad";
}

/** Encodes text as UTF-8. */
export function utf8(text: string): Uint8Array {
  const bytes: number[] = [];
  const escaped = encodeURIComponent(text);
  for (let i = 0; i < escaped.length; i++) {
    if (escaped[i] === "%") {
      bytes.push(parseInt(escaped.slice(i + 1, i + 3), 16));
      i += 2;
    } else bytes.push(escaped.charCodeAt(i));
  }
  return Uint8Array.from(bytes);
}
