/// <reference path="./u8-mqtt-packet.d.ts" />
import { mqtt_pkt_ctx } from "u8-mqtt-packet/esm/codec_bind.js";
import { mqtt_opts_v4 } from "u8-mqtt-packet/esm/codec_v4_full.js";

/** Every packet of MQTT 3.1.1, as a broker reads and writes it. */
export const codec = mqtt_pkt_ctx(4, mqtt_opts_v4);

/** A CONNACK; `reason` 0 lets the client in. */
export function connack(reason = 0): Uint8Array {
  return Uint8Array.of(0x20, 2, 0, reason);
}

export function puback(id: number): Uint8Array {
  return codec.encode_pkt("puback", { pkt_id: id });
}

/** A reading as it is published. */
export interface Published {
  readonly n: number;
  readonly ms: number;
  readonly celsius: number;
}

export function published(payload: Uint8Array | undefined): Published {
  return JSON.parse(new TextDecoder().decode(payload)) as Published;
}
