import { EventEmitter } from "node:events";
import type { AddressInfo, DropArgument, Server } from "node:net";
import { type Listener, listen } from "../listen.js";
import type { Ws2 } from "../ws2.js";
import { netError } from "./net-error.js";
import { isPath, type NetSocketOptions, portOf, refusePath } from "./net-options.js";
import { familyOf, NetSocket } from "./net-socket.js";
import { ProcessHold, type ProcessReference } from "./process-hold.js";

/** Options of a server, and of the sockets that it accepts. */
export interface NetServerOptions extends NetSocketOptions {
  /** Whether an accepted socket begins paused: the listener of "connection" calls `resume`. */
  readonly pauseOnConnect?: boolean | undefined;
}

/** Where a server listens. */
export interface NetListenOptions {
  readonly host?: string | undefined;
  readonly port?: number | string | undefined;
  readonly backlog?: number | undefined;
  /** Closes the server. */
  readonly signal?: AbortSignal | undefined;
  /** The path of a pipe, which `listen` refuses unless there is a port: Winsock has no pipes. */
  readonly path?: string | undefined;
}

type OnListening = () => void;

/** A listener in the shape of `net.Server`: it emits "listening", "connection", "drop", "error" and "close". */
export class NetServer extends EventEmitter implements Server {
  /** Connections at once, any number until it is set; one more is closed, and "drop" emitted. */
  declare maxConnections: number;
  readonly #ws2: Ws2;
  readonly #drive: ProcessReference | null;
  readonly #options: NetServerOptions;
  readonly #sockets = new Set<NetSocket>();
  #listener: Listener | null = null;
  #hold: ProcessHold | null = null;
  #isReferenced = true;
  #isClosing = false;

  /** `drive`: that of the machine, or `null`; see `netOver`. */
  constructor(
    ws2: Ws2,
    drive: ProcessReference | null,
    options: NetServerOptions,
    onConnection: ((socket: NetSocket) => void) | undefined,
  ) {
    super();
    this.#ws2 = ws2;
    this.#drive = drive;
    this.#options = options;
    if (onConnection !== undefined) this.on("connection", onConnection);
  }

  get listening(): boolean {
    return this.#listener !== null;
  }

  /** The number of open connections. */
  get connections(): number {
    return this.#sockets.size;
  }

  listen(options: NetListenOptions, onListening?: OnListening): this;
  listen(port?: number | string, host?: string, backlog?: number, onListening?: OnListening): this;
  listen(port?: number | string, host?: string, onListening?: OnListening): this;
  listen(port?: number | string, backlog?: number, onListening?: OnListening): this;
  listen(port?: number | string, onListening?: OnListening): this;
  listen(...args: readonly unknown[]): this {
    const [options, onListening] = listenArguments(args);
    if (this.listening)
      throw Object.assign(new Error("listen: the server already listens"), { code: "ERR_SERVER_ALREADY_LISTEN" });
    const port = portOf(options.port ?? 0);
    if (onListening !== undefined) this.once("listening", onListening);
    try {
      this.#listener = listen(this.#ws2, { ...options, port });
    } catch (error) {
      queueMicrotask(() => this.emit("error", netError(error)));
      return this;
    }
    if (options.signal !== undefined) this.#closeOn(options.signal);
    this.#isClosing = false;
    this.#hold = new ProcessHold(this.#drive);
    if (!this.#isReferenced) this.#hold.unref();
    queueMicrotask(() => this.emit("listening"));
    void this.#accept(this.#listener);
    return this;
  }

  /** The address on which it listens; `null` while it does not. */
  address(): AddressInfo | null {
    if (this.#listener === null) return null;
    const { host, port } = this.#listener.local;
    return { address: host, port, family: familyOf(this.#listener.local) };
  }

  /** Passes the number of open connections to `done`. */
  getConnections(done: (error: Error | null, count: number) => void): this {
    process.nextTick(done, null, this.#sockets.size);
    return this;
  }

  /** Keeps the process alive while it listens, as it does from the start. See `netOver`. */
  ref(): this {
    this.#isReferenced = true;
    this.#hold?.ref();
    return this;
  }

  /** Lets the process end while it listens, if nothing else keeps it alive. See `netOver`. */
  unref(): this {
    this.#isReferenced = false;
    this.#hold?.unref();
    return this;
  }

  /** Stops listening, and emits "close" once the last connection is closed. */
  close(onClose?: (error?: Error) => void): this {
    const wasListening = this.listening;
    if (onClose !== undefined) {
      const error = Object.assign(new Error("The server does not listen."), { code: "ERR_SERVER_NOT_RUNNING" });
      this.once("close", () => (wasListening ? onClose() : onClose(error)));
    }
    this.#isClosing = true;
    this.#listener?.close();
    this.#listener = null;
    this.#hold?.release();
    this.#closed();
    return this;
  }

  /** Closes the server, and waits until its last connection is closed. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.listening) await new Promise<void>((resolve) => void this.close(() => resolve()));
  }

  #closeOn(signal: AbortSignal): void {
    const close = () => void this.close();
    // after "listening", as net.Server does
    if (signal.aborted) process.nextTick(close);
    else {
      signal.addEventListener("abort", close, { once: true });
      this.once("close", () => signal.removeEventListener("abort", close));
    }
  }

  /** Accepts until the listener is closed. A failure closes the server. */
  async #accept(listener: Listener): Promise<void> {
    try {
      for await (const connection of listener) {
        if (this.maxConnections !== undefined && this.#sockets.size >= this.maxConnections) {
          const { local, peer } = connection;
          connection.reset();
          const dropped: DropArgument = {
            localAddress: local.host,
            localPort: local.port,
            localFamily: familyOf(local),
            remoteAddress: peer.host,
            remotePort: peer.port,
            remoteFamily: familyOf(peer),
          };
          this.#announce("drop", dropped);
          continue;
        }
        const socket = new NetSocket(this.#ws2, this.#drive, this.#options, connection);
        if (this.#options.pauseOnConnect === true) socket.pause();
        this.#sockets.add(socket);
        socket.once("close", () => {
          this.#sockets.delete(socket);
          this.#closed();
        });
        this.#announce("connection", socket);
      }
    } catch (error) {
      this.close();
      this.emit("error", netError(error));
    }
  }

  /** Emits an event. An exception of a listener is uncaught, as in net.Server, and does not end the accepting. */
  #announce(event: "connection" | "drop", about: unknown): void {
    try {
      this.emit(event, about);
    } catch (error) {
      process.nextTick(() => {
        throw error;
      });
    }
  }

  #closed(): void {
    if (!this.#isClosing || this.#sockets.size > 0) return;
    this.#isClosing = false;
    queueMicrotask(() => this.emit("close"));
  }
}

/** The forms of `listen`: options, or a port, a host and a backlog, each with a callback at the end. */
function listenArguments(args: readonly unknown[]): [NetListenOptions, OnListening | undefined] {
  const onListening = args.find((arg): arg is OnListening => typeof arg === "function");
  const [first] = args;
  if (typeof first === "object" && first !== null) {
    const options: NetListenOptions = first;
    if (options.port == null) refusePath(options.path);
    return [options, onListening];
  }
  if (isPath(first)) refusePath(first);
  const port = typeof first === "function" ? undefined : (first as number | string | undefined);
  const host = args.slice(1).find((arg): arg is string => typeof arg === "string");
  const backlog = args.slice(1).find((arg): arg is number => typeof arg === "number");
  return [{ port, host, backlog }, onListening];
}
