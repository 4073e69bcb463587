/**
 * `node:net` over Winsock: sockets and servers that npm's protocol libraries take for Node's own, over any provider and
 * chain. The machine must be driven (`drive(machine)`).
 *
 * ```ts
 * const running = drive(machine);
 * const net = netOver(machine.openProcess(), running);
 * http.get({ host: "10.0.0.9", createConnection: net.createConnection });
 * new WebSocket("ws://10.0.0.9", { createConnection: net.createConnection });
 * new MqttClient(() => net.createConnection({ host: "10.0.0.9", port: 1883 }), {});
 * ```
 */
import { lookup as lookUp } from "node:dns/promises";
import type { Lookup } from "../resolve.js";
import type { Ws2 } from "../ws2.js";
import type { ConnectArguments, NetOptions, NetSocketOptions, OnConnect } from "./net-options.js";
import { NetServer, type NetServerOptions } from "./net-server.js";
import { NetSocket } from "./net-socket.js";
import { holdsOf, type ProcessReference } from "./process-hold.js";

export { type NetError, netError } from "./net-error.js";
export type { NetConnectOptions, NetOptions, NetSocketOptions, OnConnect } from "./net-options.js";
export { type NetListenOptions, NetServer, type NetServerOptions } from "./net-server.js";
export { NetSocket } from "./net-socket.js";

/**
 * Looks up a name with Node's resolver, which does not block: the `lookup` of `connect` and `openDatagram` for programs
 * on the Node platform. Its failures are Node's errors.
 *
 * ```ts
 * const connection = await connect(ws2, { host: "broker.example", port: 1883, lookup });
 * ```
 */
export const lookup: Lookup = async (host) => (await lookUp(host, { all: true })).map(({ address }) => address);

type OnConnection = (socket: NetSocket) => void;

/** The functions and classes of node:net that libraries use. */
export interface Net {
  createConnection(options: NetOptions, onConnect?: OnConnect): NetSocket;
  createConnection(port: number | string, host?: string, onConnect?: OnConnect): NetSocket;
  createConnection(port: number | string, onConnect?: OnConnect): NetSocket;
  /** `createConnection` by its other name. */
  connect: Net["createConnection"];
  createServer(options?: NetServerOptions, onConnection?: OnConnection): NetServer;
  createServer(onConnection?: OnConnection): NetServer;
  /** A socket that connects when `connect` is called, for libraries that make their sockets so. */
  readonly Socket: new (
    options?: NetSocketOptions,
  ) => NetSocket;
}

/**
 * node:net over a process's Winsock. Host names are looked up by Node, which does not block.
 *
 * `running`: the drive of the machine. With it, sockets and servers keep Node's process alive while they are open, as
 * node:net's do, and their `ref` and `unref` decide that; nothing else of the machine does so any more, such as sockets
 * with promises. Adapters of one drive hold the process together. Without `running`, the drive keeps the process alive
 * until it is stopped.
 */
export function netOver(ws2: Ws2, running: ProcessReference | null = null): Net {
  if (running !== null) holdsOf(running);

  class Socket extends NetSocket {
    constructor(options: NetSocketOptions = {}) {
      super(ws2, running, options);
    }
  }

  function createConnection(...args: ConnectArguments): NetSocket {
    const [first] = args;
    return new Socket(typeof first === "object" ? first : {}).connect(...args);
  }

  return {
    createConnection,
    connect: createConnection,
    createServer(first?: NetServerOptions | OnConnection, second?: OnConnection) {
      return typeof first === "function"
        ? new NetServer(ws2, running, {}, first)
        : new NetServer(ws2, running, first ?? {}, second);
    },
    Socket,
  };
}
