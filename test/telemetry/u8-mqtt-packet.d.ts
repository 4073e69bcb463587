/** What the brokers of these tests use of u8-mqtt-packet, which has no types of its own. */
declare module "u8-mqtt-packet/esm/codec_v4_full.js" {
  export const mqtt_opts_v4: object;
}

declare module "u8-mqtt-packet/esm/codec_bind.js" {
  interface Packet {
    readonly type: string;
    readonly client_id?: string;
    readonly keep_alive?: number;
    readonly topic?: string;
    readonly qos?: number;
    readonly pkt_id?: number;
    readonly dup?: boolean;
    readonly payload?: Uint8Array;
  }

  interface Codec {
    encode_pkt(type: string, packet?: object): Uint8Array;
    decode_pkt(packet: Uint8Array): Packet;
    mqtt_stream(): { decode(bytes: Uint8Array): Packet[] };
  }

  export function mqtt_pkt_ctx(level: 4, options: object): Codec;
}
