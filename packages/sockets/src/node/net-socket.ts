import { Duplex, type DuplexOptions } from "node:stream";
import type { Connection } from "../connection.js";
import type { Address } from "../open-socket.js";
import { netError } from "./net-error.js";

type Done = (error?: Error | null) => void;

/**
 * A connection in the shape of `net.Socket`: a real `stream.Duplex`. It reads from the connection as its buffer
 * empties, and a write calls back once the system has the bytes: back-pressure reaches from end to end.
 */
export class NetSocket extends Duplex {
  /** Until "connect" is emitted. */
  connecting = true;
  bytesRead = 0;
  bytesWritten = 0;
  /** Milliseconds without traffic after which "timeout" is emitted; 0 for never. */
  timeout = 0;
  #connection: Connection | null = null;
  #idle: NodeJS.Timeout | null = null;
  /** Ends the stream's construction, until which reads, writes and `_destroy` wait. */
  #constructed: Done | null = null;

  /** `opening`: resolves to the connection. */
  constructor(opening: Promise<Connection>, options: DuplexOptions = {}) {
    super({ allowHalfOpen: false, ...options });
    opening.then(
      (connection) => this.#opened(connection),
      (error) => this.#failed(netError(error)),
    );
  }

  get pending(): boolean {
    return this.connecting;
  }

  get readyState(): "opening" | "open" | "readOnly" | "writeOnly" | "closed" {
    if (this.connecting) return "opening";
    if (this.readable) return this.writable ? "open" : "readOnly";
    return this.writable ? "writeOnly" : "closed";
  }

  get remoteAddress(): string | undefined {
    return this.#connection?.peer.host;
  }

  get remotePort(): number | undefined {
    return this.#connection?.peer.port;
  }

  get remoteFamily(): string | undefined {
    return this.#connection === null ? undefined : familyOf(this.#connection.peer);
  }

  get localAddress(): string | undefined {
    return this.#local?.host;
  }

  get localPort(): number | undefined {
    return this.#local?.port;
  }

  address(): object {
    const local = this.#local;
    return local === undefined ? {} : { address: local.host, port: local.port, family: familyOf(local) };
  }

  /** Emits "timeout" after `ms` milliseconds without traffic; 0 for never. The socket stays open. */
  setTimeout(ms: number, listener?: () => void): this {
    this.timeout = ms;
    if (listener !== undefined && ms > 0) this.once("timeout", listener);
    this.#touched();
    return this;
  }

  /** Winsock's sockets decide that themselves here: it changes nothing, as `setKeepAlive`, `ref` and `unref` do not. */
  setNoDelay(_noDelay?: boolean): this {
    return this;
  }

  setKeepAlive(_enable?: boolean, _delay?: number): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  /** Destroys the socket once everything that was written has gone out. */
  destroySoon(): void {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once("finish", () => this.destroy());
  }

  override _construct(done: Done): void {
    if (this.connecting && !this.destroyed) this.#constructed = done;
    else done(this.#failure);
  }

  override destroy(error?: Error): this {
    super.destroy(error);
    this.#endConstruction();
    return this;
  }

  override _read(): void {
    this.#connection?.read().then(
      (bytes) => {
        this.#touched();
        this.bytesRead += bytes?.length ?? 0;
        this.push(bytes === null ? null : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
      },
      (error) => this.destroy(netError(error)),
    );
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    this.#write(chunk, done);
  }

  override _writev(chunks: readonly { readonly chunk: Buffer }[], done: Done): void {
    this.#write(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  override _final(done: Done): void {
    this.#settle(this.#connection?.end(), done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.connecting = false;
    if (this.#idle !== null) clearTimeout(this.#idle);
    // what was written is with the system, and goes out
    void (this.#connection?.close({ timeout: 0 }) ?? Promise.resolve()).then(() => done(error));
  }

  /** Why it could not be opened. */
  #failure: Error | null = null;

  get #local(): Address | undefined {
    return this.#connection === null || this.#connection.handle === -1 ? undefined : this.#connection.local;
  }

  #opened(connection: Connection): void {
    this.connecting = false;
    this.#connection = connection;
    if (this.destroyed) {
      connection.reset();
      return;
    }
    this.#endConstruction();
    this.#touched();
    this.emit("connect");
    this.emit("ready");
  }

  #failed(error: Error): void {
    this.connecting = false;
    this.#failure = error;
    this.#endConstruction(error);
  }

  #endConstruction(error?: Error): void {
    const done = this.#constructed;
    this.#constructed = null;
    done?.(error);
  }

  #write(bytes: Buffer, done: Done): void {
    this.#touched();
    this.bytesWritten += bytes.length;
    this.#settle(this.#connection?.write(bytes), done);
  }

  #settle(work: Promise<void> | undefined, done: Done): void {
    void work?.then(
      () => done(),
      (error) => done(netError(error)),
    );
  }

  #touched(): void {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = this.timeout > 0 && !this.destroyed ? setTimeout(() => this.emit("timeout"), this.timeout) : null;
    this.#idle?.unref();
  }
}

function familyOf({ host }: Address): string {
  return host.includes(":") ? "IPv6" : "IPv4";
}
