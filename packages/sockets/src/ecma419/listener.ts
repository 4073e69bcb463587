import type { SOCKET } from "@ws2kit/spi";
import type { Connection } from "../connection.js";
import { type Listener, listen } from "../listen.js";
import type { Ws2 } from "../ws2.js";
import { type Callback, callbackOf, formatOf, Gate, isPort } from "./io-class.js";
import type { Tcp, TcpSocket } from "./tcp.js";

export interface ListenerOptions {
  /** The IP address of this machine's interface; every IPv4 interface unless given. */
  readonly address?: string;
  /** The local port, 0 to 65535; any free port for 0, or unless given. */
  readonly port?: number;
  readonly format?: "socket/tcp";
  /** Any value, for the callbacks. */
  readonly target?: unknown;
  /** Called with the number of connections that can be read. */
  readonly onReadable?: Callback<TcpListener>;
  /** Called when no connection can be accepted any more; the instance is closed then. */
  readonly onError?: ((this: TcpListener) => void) | null | undefined;
}

export interface TcpListener {
  readonly target?: unknown;
  format: "socket/tcp";
  /** The port on which it listens. */
  readonly port: number;
  /** The socket's handle, for the functions of Winsock; -1 once it is closed. */
  readonly handle: SOCKET;
  /** Returns the next connection, without callbacks; `new TCP({ from, … })` sets them. `undefined` if none waits. */
  read(): TcpSocket | undefined;
  /** Throws: a listener cannot be written. */
  write(): never;
  close(): void;
}

/** Connections that are accepted before they are read; further ones wait in the backlog. */
const MOST_REQUESTS = 4;
const FORMATS = ["socket/tcp"] as const;

export class Listening {
  declare readonly target?: unknown;
  readonly #onReadable: Callback<TcpListener>;
  readonly #onError: Callback<TcpListener>;
  readonly #listener: Listener;
  readonly #make: (connection: Connection) => Tcp;
  readonly #accepted: Connection[] = [];
  readonly #taken = new Gate();

  /** `make` makes an instance of TCP for a connection. */
  constructor(ws2: Ws2, options: ListenerOptions, make: (connection: Connection) => Tcp) {
    const { address, port = 0, target, format = "socket/tcp" } = options;
    if (!isPort(port)) throw new RangeError("Listener: a port is a number from 0 to 65535");
    formatOf("Listener", format, FORMATS);
    this.#onReadable = callbackOf("onReadable", options.onReadable);
    this.#onError = callbackOf("onError", options.onError);
    this.#make = make;
    if (target !== undefined) this.target = target;
    this.#listener = listen(ws2, { host: address, port });
    void this.#accept();
  }

  get format(): "socket/tcp" {
    return "socket/tcp";
  }

  set format(format: "socket/tcp") {
    formatOf("Listener", format, FORMATS);
  }

  get handle(): SOCKET {
    return this.#listener.handle;
  }

  get port(): number {
    this.#check();
    return this.#listener.local.port;
  }

  read(): Tcp | undefined {
    this.#check();
    const connection = this.#accepted.shift();
    this.#taken.pass();
    return connection && this.#make(connection);
  }

  write(): never {
    throw new Error("Listener: a listener cannot be written");
  }

  close(): void {
    this.#listener.close();
    this.#taken.pass();
    for (const connection of this.#accepted.splice(0)) connection.reset();
  }

  async #accept(): Promise<void> {
    for (;;) {
      // it fails when the listener is closed, or no handle is left
      const connection = await this.#listener.accept().catch(() => null);
      if (connection === null) break;
      this.#accepted.push(connection);
      const taken = this.#taken.wait();
      this.#onReadable?.call(this as never, this.#accepted.length);
      if (this.#accepted.length >= MOST_REQUESTS) await taken;
    }
    if (this.#listener.handle === -1) return;
    this.close();
    this.#onError?.call(this as never, 0);
  }

  #check(): void {
    if (this.#listener.handle === -1) throw new Error("Listener: the socket is closed");
  }
}
