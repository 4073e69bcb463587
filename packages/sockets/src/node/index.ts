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
import { connect } from "../connect.js";
import type { CancelSignal } from "../limit.js";
import type { Lookup } from "../resolve.js";
import type { Ws2 } from "../ws2.js";
import { NetServer } from "./net-server.js";
import { NetSocket, type NetSocketOptions } from "./net-socket.js";
import { holdsOf, type ProcessReference } from "./process-hold.js";

export { type NetError, netError } from "./net-error.js";
export { NetServer, type ServerOptions } from "./net-server.js";
export { NetSocket, type NetSocketOptions } from "./net-socket.js";

/** The options of `createConnection` that node:net has, too. */
export interface NetOptions extends NetSocketOptions {
  /** "localhost" unless given. */
  readonly host?: string | null | undefined;
  readonly port?: number | string | null | undefined;
  /** Destroys the socket, also once it is connected. */
  readonly signal?: (CancelSignal & AbortSignal) | null | undefined;
  /** As `setTimeout` of the socket: milliseconds without traffic. */
  readonly timeout?: number | undefined;
}

/**
 * Looks up a name with Node's resolver, which does not block: the `lookup` of `connect` and `openDatagram` for programs
 * on the Node platform. Its failures are Node's errors.
 *
 * ```ts
 * const connection = await connect(ws2, { host: "broker.example", port: 1883, lookup });
 * ```
 */
export const lookup: Lookup = async (host) => (await lookUp(host, { all: true })).map(({ address }) => address);

type OnConnect = () => void;
type OnConnection = (socket: NetSocket) => void;

/** The functions of node:net that libraries call. */
export interface Net {
  createConnection(options: NetOptions, onConnect?: OnConnect): NetSocket;
  createConnection(port: number | string, host?: string, onConnect?: OnConnect): NetSocket;
  createConnection(port: number | string, onConnect?: OnConnect): NetSocket;
  /** `createConnection` by its other name. */
  connect: Net["createConnection"];
  createServer(options: NetSocketOptions, onConnection?: OnConnection): NetServer;
  createServer(onConnection?: OnConnection): NetServer;
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

  function createConnection(first: NetOptions | number | string, ...rest: readonly unknown[]): NetSocket {
    const onConnect = rest.find((arg): arg is OnConnect => typeof arg === "function");
    const named = rest.find((arg): arg is string => typeof arg === "string");
    const options: NetOptions = typeof first === "object" ? first : { port: first, host: named };
    const { host, port, signal, timeout } = options;
    const opening = connect(ws2, { host: host ?? "localhost", port: Number(port), signal, lookup });
    const socket = new NetSocket(ws2, running, opening, options);
    if (timeout !== undefined) socket.setTimeout(timeout);
    if (signal != null) destroyOn(signal, socket);
    return onConnect === undefined ? socket : socket.once("connect", onConnect);
  }

  return {
    createConnection,
    connect: createConnection,
    createServer(first?: NetSocketOptions | OnConnection, second?: OnConnection) {
      return typeof first === "object"
        ? new NetServer(ws2, running, first, second)
        : new NetServer(ws2, running, {}, first ?? second);
    },
  };
}

/** Destroys a socket with an AbortError when its signal is aborted. */
function destroyOn(signal: AbortSignal, socket: NetSocket): void {
  const abort = () => {
    const error = new Error("The operation was aborted", { cause: signal.reason });
    error.name = "AbortError";
    socket.destroy(Object.assign(error, { code: "ABORT_ERR" }));
  };
  if (signal.aborted) abort();
  else {
    signal.addEventListener("abort", abort, { once: true });
    socket.once("close", () => signal.removeEventListener("abort", abort));
  }
}
