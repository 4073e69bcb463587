import { FD_CONNECT, ref } from "@ws2kit/spi";
import type { LayerSocket } from "../kit/layer-socket.js";
import { OWN_EVENTS } from "./stream-events.js";

/**
 * Switches the filter of a stream on or off, in a layer whose filters are `onDemand`. Returns whether it did: this is
 * possible only for a stream, and only before its connection is established.
 */
export function demandFilter(socket: LayerSocket, isDemanded: boolean): boolean {
  const { stream, below, lower } = socket;
  if (stream === undefined || stream.isBegun || isConnected(socket)) return false;
  stream.isPlain = !isDemanded;
  const { event, mask } = stream.events;
  // The filter reports input once the connection is established; before that, the base provider does.
  const told = isDemanded ? (mask & ~OWN_EVENTS) | FD_CONNECT : mask;
  if (mask !== 0) below.slots.WSPEventSelect(lower, event, told, ref(0));
  return true;
}

function isConnected({ below, lower, chain }: LayerSocket): boolean {
  const name = new Uint8Array(Math.max(chain.iMaxSockAddr, 16));
  return below.slots.WSPGetPeerName(lower, name, ref(name.length), ref(0)) === 0;
}
