/**
 * `node:net` over Winsock: sockets and servers that npm's protocol libraries take for Node's own, over any provider and
 * chain. The machine must be driven (`drive(machine)`).
 *
 * ```ts
 * const net = netOver(machine.openProcess());
 * http.get({ host: "10.0.0.9", createConnection: net.createConnection });
 * new WebSocket("ws://10.0.0.9", { createConnection: net.createConnection });
 * new MqttClient(() => net.createConnection({ host: "10.0.0.9", port: 1883 }), {});
 * ```
 */
import { lookup as lookUp } from "node:dns/promises";
import type { DuplexOptions } from "node:stream";
import { connect } from "../connect.js";
import type { Limits } from "../limit.js";
import type { Ws2 } from "../ws2.js";
import { NetServer } from "./net-server.js";
import { NetSocket } from "./net-socket.js";

export { type NetError, netError } from "./net-error.js";
export { NetServer, type ServerOptions } from "./net-server.js";
export { NetSocket } from "./net-socket.js";

/** What `createConnection` takes of node:net's options. */
export interface NetOptions extends Limits, Pick<DuplexOptions, "allowHalfOpen"> {
  readonly host?: string | null | undefined;
  readonly port?: number | string | null | undefined;
}

/** The functions of node:net that libraries call. */
export interface Net {
  createConnection(options: NetOptions, onConnect?: () => void): NetSocket;
  createServer(onConnection?: (socket: NetSocket) => void): NetServer;
}

/** node:net over a process's Winsock. Host names are looked up by Node, which does not block. */
export function netOver(ws2: Ws2): Net {
  const lookup = async (host: string) => (await lookUp(host, { all: true })).map(({ address }) => address);
  return {
    createConnection({ host, port, signal, allowHalfOpen = false }, onConnect) {
      const opening = connect(ws2, { host: host ?? "localhost", port: Number(port), signal, lookup });
      const socket = new NetSocket(opening, { allowHalfOpen });
      return onConnect === undefined ? socket : socket.once("connect", onConnect);
    },
    createServer: (onConnection) => new NetServer(ws2, onConnection),
  };
}
