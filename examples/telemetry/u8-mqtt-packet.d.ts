/** Types for the parts of u8-mqtt-packet that this example uses; the package has no types. */
declare module "u8-mqtt-packet/esm/codec_v4_lean.js" {
  /** Writes the fields of one packet. */
  export class mqtt_writer_v4 {
    /** A length in two bytes, and the bytes. */
    bin(bytes: Uint8Array | string): void;
    utf8(text: string): void;
  }

  export const mqtt_opts_v4: { readonly mqtt_writer: typeof mqtt_writer_v4 };
}

declare module "u8-mqtt-packet/esm/codec_bind.js" {
  import type { mqtt_opts_v4 } from "u8-mqtt-packet/esm/codec_v4_lean.js";

  interface Connect {
    readonly keep_alive: number;
    readonly client_id: string;
    readonly username: string;
    readonly password: string;
  }

  interface Publish {
    readonly topic: string;
    readonly qos: 0 | 1;
    readonly pkt_id: number;
    readonly dup: boolean;
    readonly payload: Uint8Array;
  }

  interface Received {
    readonly type: string;
    /** Of a "puback". */
    readonly pkt_id: number;
    /** Of a "connack": a number, as an object. */
    readonly reason: number;
  }

  interface Codec {
    encode_pkt(type: "connect", packet: Connect): Uint8Array;
    encode_pkt(type: "publish", packet: Publish): Uint8Array;
    encode_pkt(type: "pingreq" | "disconnect"): Uint8Array;
    /** `undefined` for a packet that no client is sent. */
    decode_pkt(firstByte: number, body: Uint8Array): Received | undefined;
  }

  /** A codec of one MQTT level: 4 for MQTT 3.1.1. */
  export function mqtt_pkt_ctx(level: 4, options: typeof mqtt_opts_v4): Codec;
}
