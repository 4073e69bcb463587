import { ref, type SOCKET, XP1_CONNECTIONLESS } from "@ws2kit/spi";
import type { Layer } from "../kit/layer.js";

/** Whether a socket of this layer carries datagrams. */
export function isConnectionless(layer: Layer, s: SOCKET): boolean {
  const socket = layer.find(s, ref(0));
  return socket !== null && (socket.chain.dwServiceFlags1 & XP1_CONNECTIONLESS) !== 0;
}
