/**
 * The socket classes of ECMA-419, 2nd edition, over Winsock.
 *
 * ```ts
 * const { TCP } = ecma419(machine.openProcess());
 * new TCP({ address: "10.0.0.9", port: 80, onWritable() { this.write(request); }, onReadable() { this.read(); } });
 * ```
 */
import { Cancellation } from "./cancellation.js";
import { connect } from "./connect.js";
import { Connection } from "./connection.js";
import { bindDatagram, type Datagram, type DatagramSocket } from "./datagram.js";
import { HeldBytes } from "./held-bytes.js";
import { type Listener, listen } from "./listen.js";
import type { Ws2 } from "./ws2.js";

/** How `read` and `write` have their data: a byte at a time, or in buffers. */
export type Format = "number" | "buffer";

/**
 * Options of a TCP socket. Callbacks have the instance as `this`; none is called in the constructor or after `close`.
 */
export interface TcpOptions {
  readonly address?: string;
  readonly port?: number;
  /** An instance whose connection this one owns from now on; that one is closed. */
  readonly from?: TcpSocket;
  readonly format?: Format;
  /** Anything, for the callbacks. */
  readonly target?: unknown;
  /** Bytes can be read: how many. */
  onReadable?(this: TcpSocket, bytes: number): void;
  /** The connection stands, or what was written has gone: how many bytes may be written. */
  onWritable?(this: TcpSocket, bytes: number): void;
  /** The connection has failed or ended; nothing more comes. */
  onError?(this: TcpSocket): void;
}

export interface ListenerOptions {
  readonly address?: string;
  /** Any free port unless given. */
  readonly port?: number;
  readonly target?: unknown;
  onReadable?(this: TcpListener, requests: number): void;
}

export interface UdpOptions {
  readonly address?: string;
  readonly port?: number;
  readonly target?: unknown;
  onReadable?(this: UdpSocket, packets: number): void;
  onError?(this: UdpSocket): void;
}

/** A datagram: its bytes, and who sent it. */
export type Packet = ArrayBuffer & { readonly address: string; readonly port: number };

export interface TcpSocket {
  readonly target: unknown;
  format: Format;
  readonly remoteAddress: string | undefined;
  readonly remotePort: number | undefined;
  /** A byte, or a buffer of what is there (of `count` bytes at most); `undefined` if nothing is. */
  read(count?: number): number | ArrayBuffer | undefined;
  /** Fills `buffer` as far as there is something. Returns how many bytes that were; `undefined` if nothing is there. */
  read(buffer: ArrayBuffer | ArrayBufferView): number | undefined;
  /** Writes a byte or a buffer. Throws, and writes nothing, where there is not room for all of it. */
  write(data: number | ArrayBuffer | ArrayBufferView): void;
  close(): void;
}

export interface TcpListener {
  readonly target: unknown;
  readonly format: "socket/tcp";
  /** The port on which it listens. */
  readonly port: number;
  /** The next connection, without callbacks: `new TCP({ from, … })` has some. `undefined` if there is none. */
  read(): TcpSocket | undefined;
  close(): void;
}

export interface UdpSocket {
  readonly target: unknown;
  readonly format: "buffer";
  /** The port that it has. */
  readonly port: number;
  read(): Packet | undefined;
  write(address: string, port: number, data: ArrayBuffer | ArrayBufferView): void;
  close(): void;
}

/** Bytes that may wait to be sent. */
const ROOM = 4096;

/** The classes, over a process's Winsock. */
export function ecma419(ws2: Ws2): Classes {
  class TCP extends Tcp {
    constructor(options: TcpOptions) {
      super(ws2, options);
    }
  }
  class Listener extends Listening {
    constructor(options: ListenerOptions) {
      super(ws2, options, (from) => new TCP({ from: from as never }));
    }
  }
  class UDP extends Udp {
    constructor(options: UdpOptions) {
      super(ws2, options);
    }
  }
  return { TCP: TCP as never, Listener: Listener as never, UDP: UDP as never };
}

interface Classes {
  readonly TCP: new (options: TcpOptions) => TcpSocket;
  readonly Listener: new (options: ListenerOptions) => TcpListener;
  readonly UDP: new (options: UdpOptions) => UdpSocket;
}

/** A wait that `pass` ends: one at a time. */
class Gate {
  #open: (() => void) | null = null;

  wait(): Promise<void> {
    return new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  pass(): void {
    this.#open?.();
    this.#open = null;
  }
}

class Tcp {
  readonly target: unknown;
  readonly #options: TcpOptions;
  #format: Format = "buffer";
  #connection: Connection | null = null;
  #held = new HeldBytes();
  readonly #emptied = new Gate();
  /** Ends the read that is under way. */
  readonly #cancellation = new Cancellation();
  /** Settles when this instance reads no more. */
  #running: Promise<void> = Promise.resolve();
  #unsent = 0;
  #isClosed = false;

  constructor(ws2: Ws2, options: TcpOptions) {
    const { from, address, port, target, format = "buffer" } = options;
    this.#options = options;
    this.target = target;
    this.format = format;
    if (from instanceof Connection) this.#connection = from;
    else if (from instanceof Tcp) {
      from.#check();
      this.#running = this.#takeOver(from);
    } else if (from !== undefined) throw new TypeError("TCP: from is not a TCP instance");
    else if (typeof address !== "string" || !isPort(port))
      throw new RangeError("TCP needs an address and a port, or from");
    else this.#running = this.#open(connect(ws2, { host: address, port, signal: this.#cancellation.signal }));
  }

  get format(): Format {
    return this.#format;
  }

  set format(format: Format) {
    if (format !== "number" && format !== "buffer") throw new RangeError(`TCP: there is no format ${format}`);
    this.#format = format;
  }

  get remoteAddress(): string | undefined {
    return this.#connection?.peer.host;
  }

  get remotePort(): number | undefined {
    return this.#connection?.peer.port;
  }

  read(into?: number | ArrayBuffer | ArrayBufferView): number | ArrayBuffer | undefined {
    this.#check();
    const there = this.#held.length;
    if (there === 0) return undefined;
    if (this.#format === "number") return this.#take(1)[0];
    if (into === undefined || typeof into === "number") {
      return this.#take(Math.min(into ?? there, there)).slice().buffer as ArrayBuffer;
    }
    const room = bytesOf(into);
    const taken = this.#take(Math.min(room.length, there));
    room.set(taken);
    return taken.length;
  }

  write(data: number | ArrayBuffer | ArrayBufferView): void {
    this.#check();
    const bytes = this.#format === "number" ? Uint8Array.of(data as number) : bytesOf(data as ArrayBuffer).slice();
    const connection = this.#connection;
    if (connection === null || bytes.length > ROOM - this.#unsent) throw new Error("TCP: no room to write");
    this.#unsent += bytes.length;
    connection.write(bytes).then(
      () => {
        this.#unsent -= bytes.length;
        // while more waits, this write has made no room that the last one did not promise
        if (this.#unsent === 0) this.#call(() => this.#options.onWritable?.call(this as never, ROOM));
      },
      () => this.#fail(),
    );
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#cancellation.cancel();
    this.#emptied.pass();
    void this.#connection?.close();
  }

  /** Moves the connection and what it has received here; `from` is closed. */
  async #takeOver(from: Tcp): Promise<void> {
    from.#isClosed = true;
    from.#cancellation.cancel();
    from.#emptied.pass();
    await from.#running;
    this.#held = from.#held;
    const connection = from.#connection;
    from.#connection = null;
    if (connection === null) this.#fail();
    else await this.#open(Promise.resolve(connection));
  }

  async #open(opening: Promise<Connection>): Promise<void> {
    let connection: Connection;
    try {
      connection = await opening;
    } catch {
      this.#fail();
      return;
    }
    this.#connection = connection;
    if (this.#isClosed) return connection.close();
    this.#call(() => this.#options.onWritable?.call(this as never, ROOM));
    await this.#receive(connection);
  }

  /** Holds one receive at a time, until the program has read all of it. */
  async #receive(connection: Connection): Promise<void> {
    const { signal } = this.#cancellation;
    while (!this.#isClosed) {
      if (this.#held.length === 0) {
        // a connection that has failed, or is closed, has ended
        const bytes = await connection.read({ signal }).catch(() => null);
        if (bytes === null) break;
        this.#held.add(bytes);
      }
      const emptied = this.#emptied.wait();
      this.#call(() => this.#options.onReadable?.call(this as never, this.#held.length));
      if (this.#held.length > 0) await emptied;
    }
    this.#fail();
  }

  #take(n: number): Uint8Array {
    const bytes = this.#held.take(n);
    if (this.#held.length === 0) this.#emptied.pass();
    return bytes;
  }

  #fail(): void {
    this.#call(() => {
      this.#isClosed = true;
      this.#options.onError?.call(this as never);
      void this.#connection?.close();
    });
  }

  #call(callback: () => void): void {
    if (!this.#isClosed) callback();
  }

  #check(): void {
    if (this.#isClosed) throw new Error("TCP: the socket is closed");
  }
}

/** Connections that are accepted before they are read; further ones wait in the backlog. */
const MOST_REQUESTS = 4;

class Listening {
  readonly target: unknown;
  readonly format = "socket/tcp";
  readonly #options: ListenerOptions;
  readonly #listener: Listener;
  readonly #make: (connection: Connection) => Tcp;
  readonly #accepted: Connection[] = [];
  readonly #taken = new Gate();

  constructor(ws2: Ws2, options: ListenerOptions, make: (connection: Connection) => Tcp) {
    this.#options = options;
    this.#make = make;
    this.target = options.target;
    this.#listener = listen(ws2, { host: options.address, port: options.port ?? 0 });
    void this.#accept();
  }

  get port(): number {
    return this.#listener.local.port;
  }

  read(): Tcp | undefined {
    if (this.#listener.handle === -1) throw new Error("Listener: the socket is closed");
    const connection = this.#accepted.shift();
    this.#taken.pass();
    return connection && this.#make(connection);
  }

  close(): void {
    this.#listener.close();
    this.#taken.pass();
    for (const connection of this.#accepted.splice(0)) connection.reset();
  }

  async #accept(): Promise<void> {
    for await (const connection of this.#listener) {
      this.#accepted.push(connection);
      const taken = this.#taken.wait();
      this.#options.onReadable?.call(this as never, this.#accepted.length);
      if (this.#accepted.length >= MOST_REQUESTS) await taken;
    }
  }
}

/** Datagrams that may wait to be sent. */
const MOST_SENDS = 16;

class Udp {
  readonly target: unknown;
  readonly format = "buffer";
  readonly #options: UdpOptions;
  readonly #socket: DatagramSocket;
  #held: Datagram | null = null;
  readonly #taken = new Gate();
  #sending = 0;

  constructor(ws2: Ws2, options: UdpOptions) {
    this.#options = options;
    this.target = options.target;
    this.#socket = bindDatagram(ws2, { host: options.address, port: options.port }, null);
    void this.#receive();
  }

  get port(): number {
    return this.#socket.local.port;
  }

  read(): Packet | undefined {
    this.#check();
    const held = this.#held;
    if (held === null) return undefined;
    this.#held = null;
    this.#taken.pass();
    const { host: address, port } = held.from;
    return Object.assign(held.bytes.slice().buffer as ArrayBuffer, { address, port });
  }

  write(address: string, port: number, data: ArrayBuffer | ArrayBufferView): void {
    this.#check();
    if (!isPort(port)) throw new RangeError("UDP: there is no such port");
    if (this.#sending >= MOST_SENDS) throw new Error("UDP: no room to write");
    this.#sending++;
    const sent = () => {
      this.#sending--;
    };
    this.#socket.send(bytesOf(data).slice(), { host: address, port }).then(sent, () => {
      sent();
      this.#fail();
    });
  }

  close(): void {
    this.#socket.close();
    this.#taken.pass();
  }

  async #receive(): Promise<void> {
    while (this.#socket.handle !== -1) {
      this.#held = await this.#socket.receive().catch(() => null);
      if (this.#held === null) break;
      const taken = this.#taken.wait();
      this.#options.onReadable?.call(this as never, 1);
      if (this.#held !== null) await taken;
    }
    this.#fail();
  }

  #fail(): void {
    if (this.#socket.handle === -1) return;
    this.close();
    this.#options.onError?.call(this as never);
  }

  #check(): void {
    if (this.#socket.handle === -1) throw new Error("UDP: the socket is closed");
  }
}

function isPort(port: unknown): port is number {
  return typeof port === "number" && port === (port & 0xffff);
}

function bytesOf(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
