import type { AddressInfo, Socket } from "node:net";
import { Duplex } from "node:stream";
import { INVALID_SOCKET, type SOCKET } from "@ws2kit/spi";
import { Cancellation } from "../cancellation.js";
import { connect } from "../connect.js";
import type { Connection } from "../connection.js";
import type { Address } from "../open-socket.js";
import { setKeepAlive, setNoDelay } from "../stream-options.js";
import type { Ws2 } from "../ws2.js";
import { netError } from "./net-error.js";
import { type ConnectArguments, connectArguments, lookupOf, type NetSocketOptions, portOf } from "./net-options.js";
import { ProcessHold, type ProcessReference } from "./process-hold.js";

/** The longest time of Node's timers, in milliseconds; they take a longer one as 1. */
const LONGEST_TIMER = 2 ** 31 - 1;

type Done = (error?: Error | null) => void;

/**
 * A connection in the shape of `net.Socket`: a real `stream.Duplex`. It reads from the connection as its buffer
 * empties, and a write calls back once the system has the bytes: back-pressure reaches from end to end.
 */
export class NetSocket extends Duplex implements Socket {
  /** From `connect` until "connect" is emitted. */
  connecting = false;
  bytesRead = 0;
  /** Bytes that were written, those that wait included. */
  bytesWritten = 0;
  /** Milliseconds without traffic after which "timeout" is emitted; 0 for never, undefined until it is set. */
  timeout: number | undefined = undefined;
  /** Always empty: addresses are tried one after the other, without "connectionAttempt" events. */
  readonly autoSelectFamilyAttemptedAddresses: string[] = [];
  readonly #ws2: Ws2;
  readonly #drive: ProcessReference | null;
  #hold: ProcessHold | null = null;
  #isReferenced = true;
  #connection: Connection | null = null;
  /** Ends a connect that is under way. */
  readonly #cancellation = new Cancellation();
  #idle: NodeJS.Timeout | null = null;
  #noDelay: boolean;
  #keepAlive: boolean;
  /** Milliseconds. */
  #keepAliveDelay: number;
  /** Ends the stream's construction, until which reads, writes and `_destroy` wait. */
  #constructed: Done | null = null;
  /** Why it could not be opened. */
  #failure: Error | null = null;

  /** `drive`: that of the machine, or `null`; see `netOver`. `accepted`: the connection, for a server's socket. */
  constructor(
    ws2: Ws2,
    drive: ProcessReference | null,
    options: NetSocketOptions = {},
    accepted: Connection | null = null,
  ) {
    const { allowHalfOpen = false, highWaterMark, noDelay = false, keepAlive = false } = options;
    super({ allowHalfOpen, highWaterMark, emitClose: false });
    this.#ws2 = ws2;
    this.#drive = drive;
    this.#noDelay = noDelay;
    this.#keepAlive = keepAlive;
    this.#keepAliveDelay = options.keepAliveInitialDelay ?? 0;
    if (accepted !== null) this.#open(Promise.resolve(accepted));
  }

  /**
   * Connects. A socket connects once: another call throws an Error with the code EISCONN. Node's resolver looks up the
   * host unless the options name another.
   */
  connect(...args: ConnectArguments): this {
    if (this.#hold !== null || this.destroyed) {
      const message = "connect: a socket connects once; createConnection makes another";
      throw Object.assign(new Error(message), { code: "EISCONN", syscall: "connect" });
    }
    const [options, onConnect] = connectArguments(args);
    const { host, signal, timeout } = options;
    const port = portOf(options.port);
    if (onConnect !== undefined) this.once("connect", onConnect as () => void);
    if (timeout !== undefined) this.setTimeout(timeout);
    const lookup = lookupOf(options);
    const limits = { signal: this.#cancellation.signal };
    this.#open(connect(this.#ws2, { host: host ?? "localhost", port, lookup, ...limits }));
    if (signal != null) this.#destroyOn(signal);
    return this;
  }

  get pending(): boolean {
    return this.#connection === null;
  }

  get readyState(): "opening" | "open" | "readOnly" | "writeOnly" | "closed" {
    if (this.connecting) return "opening";
    if (this.readable) return this.writable ? "open" : "readOnly";
    return this.writable ? "writeOnly" : "closed";
  }

  /** `writableLength` by its older name. */
  get bufferSize(): number {
    return this.writableLength;
  }

  /** The socket's handle, for the functions of Winsock; -1 while it is not open. */
  get handle(): SOCKET {
    return this.#connection?.handle ?? INVALID_SOCKET;
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

  get localFamily(): string | undefined {
    return this.#local === undefined ? undefined : familyOf(this.#local);
  }

  address(): AddressInfo | object {
    const local = this.#local;
    return local === undefined ? {} : { address: local.host, port: local.port, family: familyOf(local) };
  }

  /**
   * Emits "timeout" after `ms` milliseconds without traffic; 0 for never. More than 2,147,483,647 counts as that. The
   * socket stays open.
   */
  setTimeout(ms: number, listener?: () => void): this {
    if (typeof ms !== "number") throw argumentError(TypeError, "ERR_INVALID_ARG_TYPE", "a number", ms);
    if (!(ms >= 0 && Number.isFinite(ms))) throw argumentError(RangeError, "ERR_OUT_OF_RANGE", "from 0 on", ms);
    this.timeout = Math.min(ms, LONGEST_TIMER);
    this.#touched();
    if (listener === undefined) return this;
    return ms > 0 ? this.once("timeout", listener) : this.removeListener("timeout", listener);
  }

  /** Sends small writes at once (TCP_NODELAY), or lets Nagle's algorithm combine them. */
  setNoDelay(noDelay = true): this {
    this.#noDelay = Boolean(noDelay);
    if (this.#isOpen) setNoDelay(this.#ws2, this.handle, this.#noDelay);
    return this;
  }

  /**
   * Probes an idle peer (SO_KEEPALIVE). `initialDelay`: the milliseconds without traffic before the first probe
   * (TCP_KEEPALIVE, in seconds); 0 leaves the time as it is, as a target without TCP_KEEPALIVE does.
   */
  setKeepAlive(enable = false, initialDelay = 0): this {
    this.#keepAlive = Boolean(enable);
    this.#keepAliveDelay = Number(initialDelay);
    if (this.#isOpen) setKeepAlive(this.#ws2, this.handle, this.#keepAlive, this.#keepAliveDelay);
    return this;
  }

  /** Keeps the process alive while the socket is open, as it does from the start. See `netOver`. */
  ref(): this {
    this.#isReferenced = true;
    this.#hold?.ref();
    return this;
  }

  /** Lets the process end while the socket is open, if nothing else keeps it alive. See `netOver`. */
  unref(): this {
    this.#isReferenced = false;
    this.#hold?.unref();
    return this;
  }

  /** Destroys the socket once everything that was written has gone out. */
  destroySoon(): void {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once("finish", () => this.destroy());
  }

  /** Closes the connection with a reset, and destroys the socket. */
  resetAndDestroy(): this {
    if (this.connecting) return this.once("connect", () => void this.resetAndDestroy());
    this.#connection?.reset();
    return this.destroy();
  }

  override _construct(done: Done): void {
    if (this.pending && this.#failure === null && !this.destroyed) this.#constructed = done;
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
    this.#cancellation.cancel();
    if (this.#idle !== null) clearTimeout(this.#idle);
    // what was written is with the system, and goes out
    void (this.#connection?.close({ timeout: 0 }) ?? Promise.resolve()).then(() => {
      this.#hold?.release();
      done(error);
      // net.Socket reports to the listeners of "close" whether there was an error; the error itself comes first
      process.nextTick(() => this.emit("close", error !== null));
    });
  }

  get #isOpen(): boolean {
    return this.handle !== INVALID_SOCKET;
  }

  get #local(): Address | undefined {
    return this.#isOpen ? this.#connection?.local : undefined;
  }

  #open(opening: Promise<Connection>): void {
    this.connecting = true;
    this.#hold = new ProcessHold(this.#drive);
    if (!this.#isReferenced) this.#hold.unref();
    opening.then(
      (connection) => this.#opened(connection),
      (error) => this.#failed(netError(error)),
    );
  }

  /** Destroys the socket with an AbortError when a signal is aborted. */
  #destroyOn(signal: AbortSignal): void {
    const abort = () => {
      const error = new Error("The operation was aborted", { cause: signal.reason });
      error.name = "AbortError";
      this.destroy(Object.assign(error, { code: "ABORT_ERR" }));
    };
    if (signal.aborted) abort();
    else {
      signal.addEventListener("abort", abort, { once: true });
      this.once("close", () => signal.removeEventListener("abort", abort));
    }
  }

  #opened(connection: Connection): void {
    this.connecting = false;
    this.#connection = connection;
    if (this.destroyed) {
      connection.reset();
      return;
    }
    if (this.#noDelay) this.setNoDelay(true);
    if (this.#keepAlive) this.setKeepAlive(true, this.#keepAliveDelay);
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
      () => {
        this.#touched();
        done();
      },
      (error) => done(netError(error)),
    );
  }

  #touched(): void {
    if (this.#idle !== null) clearTimeout(this.#idle);
    const { timeout = 0, destroyed } = this;
    this.#idle = timeout > 0 && !destroyed ? setTimeout(() => this.emit("timeout"), timeout) : null;
    this.#idle?.unref();
  }
}

/** The version of IP, as node:net names it. */
export function familyOf({ host }: Address): string {
  return host.includes(":") ? "IPv6" : "IPv4";
}

/** An error of Node's own kind for an argument of `setTimeout`. */
function argumentError(kind: ErrorConstructor, code: string, right: string, value: unknown): Error {
  return Object.assign(new kind(`The timeout must be ${right}, and it is ${String(value)}`), { code });
}
