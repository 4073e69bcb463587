import { INVALID_SOCKET, type SOCKET } from "@ws2kit/spi";
import { Cancellation } from "../cancellation.js";
import { connect } from "../connect.js";
import { Connection } from "../connection.js";
import { HeldBytes } from "../held-bytes.js";
import { setKeepAlive, setNoDelay } from "../stream-options.js";
import type { Ws2 } from "../ws2.js";
import {
  type ByteBuffer,
  bytesOf,
  type Callback,
  callbackOf,
  fill,
  formatOf,
  Gate,
  isPort,
  isWithin,
} from "./io-class.js";

/** The form of the data of `read` and `write`: a byte at a time, or buffers. */
export type Format = "number" | "buffer";

/**
 * Options of a TCP socket. Callbacks have the instance as `this`; none is called in the constructor or after `close`.
 */
export interface TcpOptions {
  /** The remote IP address. */
  readonly address?: string;
  /** The remote port, 0 to 65535. */
  readonly port?: number;
  /** Whether small writes are sent at once, without Nagle's algorithm. */
  readonly noDelay?: boolean;
  /** Milliseconds without traffic after which keep-alive probes the peer; there are no probes unless given. */
  readonly keepAlive?: number;
  /** An instance whose connection this one owns from now on; that one is closed. `address` and `port` are ignored. */
  readonly from?: TcpSocket;
  readonly format?: Format;
  /** Any value, for the callbacks. */
  readonly target?: unknown;
  /** Called with the number of bytes that can be read. */
  readonly onReadable?: Callback<TcpSocket>;
  /** Called with the number of bytes that may be written: when the connection is open, and when all has been sent. */
  readonly onWritable?: Callback<TcpSocket>;
  /** Called when the connection fails or ends; the instance is closed then. */
  readonly onError?: ((this: TcpSocket) => void) | null | undefined;
}

/** Hints of a write. Nagle's algorithm combines small writes unless `noDelay` is set, so they change nothing here. */
export interface WriteOptions {
  /** Whether another part of the same message follows. */
  readonly more?: boolean;
  /** The bytes of the whole message. */
  readonly byteLength?: number;
}

export interface TcpSocket {
  readonly target?: unknown;
  format: Format;
  readonly remoteAddress: string | undefined;
  readonly remotePort: number | undefined;
  /** The socket's handle, for the functions of Winsock, which the standard does not have; -1 while it is not open. */
  readonly handle: SOCKET;
  /** A byte, or a buffer of what is there (of `count` bytes at most); `undefined` if nothing is. */
  read(count?: number): number | ArrayBuffer | undefined;
  /** Fills `buffer` as far as there is something. Returns the number of bytes; `undefined` if nothing is there. */
  read(buffer: ByteBuffer): number | undefined;
  /**
   * Writes a byte or a buffer. Returns the number of bytes that may be written after it. Throws, and writes nothing,
   * where there is no room for all of it.
   */
  write(data: number | ByteBuffer, options?: WriteOptions): number;
  close(): void;
}

/** Bytes that may wait to be sent. */
const ROOM = 4096;
const FORMATS: readonly Format[] = ["number", "buffer"];

export class Tcp {
  declare readonly target?: unknown;
  readonly #ws2: Ws2;
  readonly #onReadable: Callback<TcpSocket>;
  readonly #onWritable: Callback<TcpSocket>;
  readonly #onError: Callback<TcpSocket>;
  readonly #noDelay: boolean;
  /** Milliseconds; 0 for no probes. */
  readonly #keepAlive: number;
  #format: Format;
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
    const { from, address, port, target, format = "buffer", noDelay = false, keepAlive } = options;
    this.#ws2 = ws2;
    this.#onReadable = callbackOf("onReadable", options.onReadable);
    this.#onWritable = callbackOf("onWritable", options.onWritable);
    this.#onError = callbackOf("onError", options.onError);
    this.#format = formatOf("TCP", format, FORMATS);
    this.#noDelay = Boolean(noDelay);
    if (keepAlive !== undefined && !isWithin(keepAlive, 1, Number.MAX_SAFE_INTEGER)) {
      throw new RangeError("TCP: keepAlive must be a number of milliseconds from 1");
    }
    this.#keepAlive = keepAlive ?? 0;
    if (target !== undefined) this.target = target;
    if (from instanceof Connection) this.#connection = from;
    else if (from instanceof Tcp) {
      from.#check();
      this.#running = this.#takeOver(from);
    } else if (from !== undefined) throw new TypeError("TCP: from is not a TCP instance");
    else if (typeof address !== "string" || !isPort(port)) {
      throw new RangeError("TCP needs an address and a port, or from");
    } else this.#running = this.#open(connect(ws2, { host: address, port, signal: this.#cancellation.signal }));
  }

  get format(): Format {
    return this.#format;
  }

  set format(format: Format) {
    this.#format = formatOf("TCP", format, FORMATS);
  }

  get remoteAddress(): string | undefined {
    return this.#connection?.peer.host;
  }

  get remotePort(): number | undefined {
    return this.#connection?.peer.port;
  }

  get handle(): SOCKET {
    return this.#connection?.handle ?? INVALID_SOCKET;
  }

  read(into?: number | ByteBuffer): number | ArrayBuffer | undefined {
    this.#check();
    const there = this.#held.length;
    if (this.#format === "number") return there === 0 ? undefined : this.#take(new Uint8Array(1))[0];
    if (typeof into === "number" && !isWithin(into, 1, Number.MAX_SAFE_INTEGER)) {
      throw new RangeError("TCP: the number of bytes to read must be an integer from 1");
    }
    const isNew = into === undefined || typeof into === "number";
    const room = isNew ? new Uint8Array(Math.min(into ?? there, there)) : bytesOf("TCP", into);
    if (there === 0) return undefined;
    if (isNew) return this.#take(room).buffer as ArrayBuffer;
    return this.#take(room.subarray(0, there)).length;
  }

  write(data: number | ByteBuffer, _options?: WriteOptions): number {
    this.#check();
    const bytes = this.#format === "number" ? byteOf(data) : bytesOf("TCP", data).slice();
    const connection = this.#connection;
    if (connection === null || bytes.length > ROOM - this.#unsent) throw new Error("TCP: no room to write");
    this.#unsent += bytes.length;
    connection.write(bytes).then(
      () => {
        this.#unsent -= bytes.length;
        // in a turn, not in a job: a program that writes in each callback leaves other sockets their turns
        if (this.#unsent === 0 && !this.#isClosed) this.#ws2.after(0, () => this.#allSent());
      },
      () => this.#fail(),
    );
    return ROOM - this.#unsent;
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
    const { handle } = connection;
    if (this.#noDelay) setNoDelay(this.#ws2, handle, true);
    if (this.#keepAlive > 0) setKeepAlive(this.#ws2, handle, true, this.#keepAlive);
    this.#onWritable?.call(this as never, ROOM);
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
      if (!this.#isClosed) this.#onReadable?.call(this as never, this.#held.length);
      if (this.#held.length > 0) await emptied;
    }
    this.#fail();
  }

  #take(room: Uint8Array): Uint8Array {
    fill(room, this.#held);
    if (this.#held.length === 0) this.#emptied.pass();
    return room;
  }

  /** Everything that was written has gone. */
  #allSent(): void {
    // while more waits, there is no room that the last write did not promise
    if (this.#unsent === 0 && !this.#isClosed) this.#onWritable?.call(this as never, ROOM);
  }

  #fail(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    void this.#connection?.close();
    this.#onError?.call(this as never, 0);
  }

  #check(): void {
    if (this.#isClosed) throw new Error("TCP: the socket is closed");
  }
}

function byteOf(data: unknown): Uint8Array {
  if (!isWithin(data, 0, 255)) throw new RangeError("TCP: a byte is a number from 0 to 255");
  return Uint8Array.of(data);
}
