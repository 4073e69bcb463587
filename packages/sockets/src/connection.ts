import {
  FD_CONNECT,
  LINGER,
  SD_SEND,
  SO_LINGER,
  type SOCKET,
  SOCKET_ERROR,
  SOL_SOCKET,
  WSAEINVAL,
  WSAEMSGSIZE,
  WSAENOTSOCK,
  WSAESHUTDOWN,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { type Limit, type Limits, limitOf } from "./limit.js";
import { type Address, ARRIVAL, bufferOf, OpenSocket } from "./open-socket.js";
import { ReceivingEnd, type Take } from "./receiving-end.js";
import type { Ws2 } from "./ws2.js";

/** The network events of a stream. */
export const STREAM_EVENTS = FD_CONNECT | ARRIVAL;
/** Bytes that `readUntil` looks through unless it is called with another limit. */
const LONGEST = 65536;
/** Milliseconds that `close` gives a peer to end its half. */
const PATIENCE = 2000;

/** What `next` of `chunks` returns. */
type Chunk = IteratorResult<Uint8Array, undefined>;

const END: Chunk = { done: true, value: undefined };

const takeAll: Take<Uint8Array> = (held) => (held.length === 0 ? null : held.take(held.length));

/** Limits of `readUntil`. */
export interface UntilLimits extends Limits {
  /**
   * Bytes before the delimiter at most, 65,536 unless given; a longer run fails with WSAEMSGSIZE and stays to be read.
   */
  readonly longest?: number | undefined;
}

/**
 * A TCP connection. One read may be under way at a time, a second fails with WSAEALREADY. Writes keep the order of
 * their calls; 16 may wait for room, one more fails with WSAENOBUFS. After `close`, everything fails with WSAENOTSOCK.
 *
 * Nothing is read that nobody asks for, so a program that does not read slows its peer down.
 */
export class Connection implements AsyncIterable<Uint8Array> {
  readonly #socket: OpenSocket;
  readonly #receiving: ReceivingEnd;
  /** The address of the peer. */
  readonly peer: Address;
  /** `end` or `close` has been called: nothing more is sent. */
  #isEnding = false;
  #closing: Promise<void> | null = null;

  /** Owns the socket from now on. */
  constructor(socket: OpenSocket, peer: Address) {
    this.#socket = socket;
    this.#receiving = new ReceivingEnd(socket);
    this.peer = peer;
  }

  /** The local address. */
  get local(): Address {
    return this.#socket.local;
  }

  /** The socket's handle, for the functions of Winsock; -1 once it is closed. The socket does not block. */
  get handle(): SOCKET {
    return this.#socket.handle;
  }

  /** Reads what is there next, at least one byte; `null` at the end of the stream. The bytes are the caller's. */
  read(): Promise<Uint8Array | null>;
  read(limits: Limits): Promise<Uint8Array | null>;
  /**
   * Reads exactly `n` bytes; `null` at the end of the stream. A stream that ends sooner fails with WSAEDISCON, and what
   * came of them stays to be read, as it does after a limit.
   */
  read(n: number, limits?: Limits): Promise<Uint8Array | null>;
  read(first?: number | Limits, second?: Limits): Promise<Uint8Array | null> {
    if (typeof first !== "number") return this.#receiving.read(first, takeAll, null);
    if (!(first > 0 && Number.isInteger(first))) return Promise.reject(this.#socket.error("recv", WSAEINVAL));
    return this.#receiving.read(second, (held) => (held.length < first ? null : held.take(first)), null);
  }

  /**
   * Reads up to a delimiter, which is dropped: a byte by its number, or a run of bytes. `null` at the end of the
   * stream. A stream that ends without the delimiter fails with WSAEDISCON; what came stays to be read, as it does
   * after a limit.
   */
  readUntil(delimiter: number | Uint8Array, limits: UntilLimits = {}): Promise<Uint8Array | null> {
    const run = typeof delimiter === "number" ? Uint8Array.of(delimiter) : delimiter;
    if (!(run.length > 0)) return Promise.reject(this.#socket.error("recv", WSAEINVAL));
    return this.#receiving.read(limits, this.#takeUntil(run, limits.longest ?? LONGEST), null);
  }

  /**
   * Reads to the end of the stream, as `read` does. A second `next` before the first has ended rejects with
   * WSAEALREADY. A loop that is left before the end does not close the connection, and loses no bytes: `return`, which
   * the loop calls, ends a `next` that waits, and the next read goes on where the loop stopped.
   */
  chunks(limits?: Limits): AsyncIterableIterator<Uint8Array, undefined, undefined> {
    const receiving = this.#receiving;
    let isLeft = false;
    // what has arrived stays held when the loop is left
    const take: Take<Chunk> = (held) => {
      if (isLeft) return END;
      const value = takeAll(held);
      return value === null ? null : { done: false, value };
    };
    // not a generator, which makes three more promises for each chunk
    const chunks: AsyncIterableIterator<Uint8Array, undefined, undefined> = {
      next: () => (isLeft ? Promise.resolve(END) : receiving.read(limits, take, END)),
      return: async () => {
        isLeft = true;
        receiving.repeat(take);
        return END;
      },
      [Symbol.asyncIterator]: () => chunks,
    };
    return chunks;
  }

  /** Reads to the end of the stream, as `chunks` does. */
  [Symbol.asyncIterator](): AsyncIterableIterator<Uint8Array, undefined, undefined> {
    return this.chunks();
  }

  /**
   * Sends bytes: resolves once the system has every one of them, so a program that awaits it goes no faster than its
   * peer reads. The bytes must not change meanwhile. A limit that ends a write which waits for room closes the
   * connection, as part of the bytes may be on their way.
   */
  write(bytes: Uint8Array, limits?: Limits): Promise<void> {
    const socket = this.#socket;
    const limit = limitOf(socket.ws2, limits);
    const code = socket.isClosed ? WSAENOTSOCK : this.#isEnding ? WSAESHUTDOWN : (limit?.code ?? 0);
    if (code !== 0) {
      limit?.release();
      return Promise.reject(socket.error("send", code));
    }
    const done = this.#send(bytes, limit);
    return limit === null ? done : done.finally(() => limit.release());
  }

  /** Half-closes: the peer reads to the end of what was written, then the end. Reading goes on. */
  async end(): Promise<void> {
    const socket = this.#socket;
    if (socket.isClosed) throw socket.error("shutdown", WSAENOTSOCK);
    if (this.#isEnding) return;
    this.#isEnding = true;
    // what waits for room goes first: the provider ends sending behind it
    if (socket.ws2.shutdown(socket.handle, SD_SEND) === SOCKET_ERROR) throw socket.error("shutdown");
  }

  /**
   * Closes in good order: what was written goes out, then the end; what still comes in is dropped until the peer has
   * ended, too, at most `timeout` milliseconds (2,000 unless given). A read that is under way fails with
   * WSA_OPERATION_ABORTED. A second call returns the promise of the first. It never rejects: a peer that is gone
   * already is closed as well.
   */
  close(limits: Limits = {}): Promise<void> {
    this.#closing ??= this.#close(limits);
    return this.#closing;
  }

  /**
   * Closes at once with a reset: what the peer has not got may be lost, and whatever waits fails with
   * WSA_OPERATION_ABORTED.
   */
  reset(): void {
    const { ws2, handle, isClosed } = this.#socket;
    if (isClosed) return;
    const linger = LINGER(1, 0);
    ws2.setsockopt(handle, SOL_SOCKET, SO_LINGER, linger, linger.length);
    this.#socket.close();
  }

  async #close({ timeout = PATIENCE, signal }: Limits): Promise<void> {
    const socket = this.#socket;
    const limit = limitOf(socket.ws2, { timeout, signal });
    try {
      socket.endWaits();
      await this.end();
      await this.#receiving.drop(limit);
    } catch {
      // the peer is gone, or stalls: there is nothing left to wait for
    }
    limit?.release();
    socket.close();
  }

  /** Takes the bytes before a delimiter, and the delimiter. Throws for more than `longest` bytes without one. */
  #takeUntil(run: Uint8Array, longest: number): Take<Uint8Array> {
    let from = 0;
    return (held) => {
      const at = held.placeOf(run, from);
      if (at > longest || (at < 0 && held.length >= longest + run.length)) {
        throw this.#socket.error("recv", WSAEMSGSIZE);
      }
      // the delimiter may begin in what is held
      from = Math.max(0, held.length - run.length + 1);
      if (at < 0) return null;
      const bytes = held.take(at);
      held.take(run.length);
      return bytes;
    };
  }

  #send(bytes: Uint8Array, limit: Limit | null): Promise<void> {
    const socket = this.#socket;
    const { ws2 } = socket;
    let sent = 0;
    if (!socket.isSending) {
      sent = ws2.send(socket.handle, bytes, bytes.length, 0);
      if (sent === bytes.length) return socket.shared.succeeded();
      if (sent < 0 && ws2.WSAGetLastError() !== WSAEWOULDBLOCK) return Promise.reject(socket.error("send"));
    }
    const buffer = bufferOf(bytes, Math.max(sent, 0));
    return socket.sendLater("send", limit, (overlapped, count) =>
      ws2.WSASend(socket.handle, [buffer], 1, count, 0, overlapped, null),
    );
  }
}

/** A connection over a new socket of `ws2`. */
export function connectionOf(ws2: Ws2, s: SOCKET, peer: Address): Connection {
  return new Connection(new OpenSocket(ws2, s, STREAM_EVENTS, `${peer.host}:${peer.port}`), peer);
}
