import type { SOCKET } from "@ws2kit/spi";
import type { Bench } from "./bench.js";
import type { Programs } from "./programs.js";

const TF_REUSE_SOCKET = 2;

export function disconnectEx(bench: Bench, s: SOCKET, flags = 0): string {
  return bench.told(bench.ws2.mswsock.DisconnectEx(s, null, flags, 0));
}

function disconnected(bench: Bench) {
  const pair = bench.pair();
  disconnectEx(bench, pair.client);
  return pair;
}

/** Programs for the rows about DisconnectEx. */
export const DISCONNECT_PROGRAMS: Programs = {
  DisconnectEx: (b) => disconnectEx(b, b.pair().client),
  "DisconnectEx twice": (b) => disconnectEx(b, disconnected(b).client),
  "send after DisconnectEx": (b) => b.told(b.send(disconnected(b).client, "x")),
  "recv peer after DisconnectEx": (b) => b.told(b.recv(disconnected(b).server)),
  "DisconnectEx reuse": (b) => disconnectEx(b, b.pair().client, TF_REUSE_SOCKET),
};
