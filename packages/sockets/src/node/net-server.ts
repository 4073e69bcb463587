import { EventEmitter } from "node:events";
import { type Listener, listen } from "../listen.js";
import type { Ws2 } from "../ws2.js";
import { netError } from "./net-error.js";
import { NetSocket } from "./net-socket.js";

/** Where a server listens. */
export interface ServerOptions {
  readonly host?: string | undefined;
  readonly port: number;
  readonly backlog?: number | undefined;
}

/** A listener in the shape of `net.Server`: it emits "listening", "connection", "error" and "close". */
export class NetServer extends EventEmitter {
  readonly #ws2: Ws2;
  readonly #sockets = new Set<NetSocket>();
  #listener: Listener | null = null;
  #isClosing = false;

  constructor(ws2: Ws2, onConnection?: (socket: NetSocket) => void) {
    super();
    this.#ws2 = ws2;
    if (onConnection !== undefined) this.on("connection", onConnection);
  }

  get listening(): boolean {
    return this.#listener !== null;
  }

  listen(options: ServerOptions, onListening?: () => void): this {
    if (onListening !== undefined) this.once("listening", onListening);
    try {
      this.#listener = listen(this.#ws2, options);
    } catch (error) {
      queueMicrotask(() => this.emit("error", netError(error)));
      return this;
    }
    queueMicrotask(() => this.emit("listening"));
    void this.#accept(this.#listener);
    return this;
  }

  /** The address on which it listens; `null` while it does not. */
  address(): { readonly address: string; readonly port: number; readonly family: string } | null {
    if (this.#listener === null) return null;
    const { host, port } = this.#listener.local;
    return { address: host, port, family: host.includes(":") ? "IPv6" : "IPv4" };
  }

  /** Stops listening, and emits "close" once the last connection is closed. */
  close(onClose?: () => void): this {
    if (onClose !== undefined) this.once("close", onClose);
    this.#isClosing = true;
    this.#listener?.close();
    this.#listener = null;
    this.#closed();
    return this;
  }

  async #accept(listener: Listener): Promise<void> {
    try {
      for await (const connection of listener) {
        const socket = new NetSocket(Promise.resolve(connection));
        this.#sockets.add(socket);
        socket.once("close", () => {
          this.#sockets.delete(socket);
          this.#closed();
        });
        this.emit("connection", socket);
      }
    } catch (error) {
      this.emit("error", netError(error));
    }
  }

  #closed(): void {
    if (this.#isClosing && this.#sockets.size === 0) queueMicrotask(() => this.emit("close"));
  }
}
