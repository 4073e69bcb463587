import { WSAEALREADY, WSAEDISCON, WSAENOTSOCK, WSAEWOULDBLOCK } from "@ws2kit/spi";
import { HeldBytes } from "./held-bytes.js";
import { type Limit, type Limits, limitOf } from "./limit.js";
import { ARRIVAL, type OpenSocket, type Waiter } from "./open-socket.js";

/** Takes what a read asks for from the held bytes; returns `null` while more must arrive. */
export type Take<T> = (held: HeldBytes) => T | null;

/** A read that is under way; its socket's waiter while nothing is there. */
class Read<T> implements Waiter {
  readonly mask = ARRIVAL;

  constructor(
    readonly end: (code: number) => void,
    readonly limit: Limit | null,
    readonly take: Take<T>,
    /** Its result at the end of the stream. */
    readonly atEnd: T,
    readonly resolve: (result: T) => void,
    readonly reject: (error: unknown) => void,
  ) {}
}

/** The receiving end of a stream, which one read at a time uses. Received bytes are held until a read takes them. */
export class ReceivingEnd {
  readonly #socket: OpenSocket;
  readonly #held = new HeldBytes();
  #reader: Read<unknown> | null = null;
  #hasEnded = false;
  /** Whether the last receive left nothing in the system: an event signals what arrives later. */
  #isDrained = false;

  constructor(socket: OpenSocket) {
    this.#socket = socket;
  }

  /** What the read that is under way asks for; `null` if there is no read. */
  get taking(): Take<unknown> | null {
    return this.#reader === null ? null : this.#reader.take;
  }

  /**
   * Reads: receives until `take` returns a result, or to the end of the stream, where the result is `atEnd`. A read
   * that fails loses no bytes.
   */
  read<T>(limits: Limits | undefined, take: Take<T>, atEnd: T): Promise<T> {
    return new Promise((resolve, reject) => {
      const socket = this.#socket;
      const limit = limitOf(socket.ws2, limits);
      const code = socket.isClosed ? WSAENOTSOCK : this.#reader !== null ? WSAEALREADY : (limit?.code ?? 0);
      if (code !== 0) {
        limit?.release();
        reject(socket.error("recv", code));
        return;
      }
      const end = (why: number) => {
        if (why === 0) this.#advance(read);
        else this.#fail(read, socket.error("recv", why));
      };
      const read = new Read(end, limit, take, atEnd, resolve, reject);
      this.#reader = read as Read<unknown>;
      this.#advance(read);
    });
  }

  /** Receives and drops what comes, until the peer has ended. */
  async drop(limit: Limit | null): Promise<void> {
    const socket = this.#socket;
    for (;;) {
      const received = this.#receive(socket.shared.scratch(1), limit);
      if (received === 0) return;
      await (received < 0 ? socket.wait(ARRIVAL, limit, "recv") : socket.shared.succeeded());
    }
  }

  /** Goes on with a read, as far as something is there. */
  #advance<T>(read: Read<T>): void {
    const held = this.#held;
    const { shared, ws2 } = this.#socket;
    try {
      for (;;) {
        const result = read.take(held);
        if (result !== null) {
          this.#finish(read, result);
          return;
        }
        const scratch = shared.scratch(1);
        const received = this.#receive(scratch, read.limit);
        if (received === 0) break;
        if (received < 0) {
          this.#socket.await(read);
          return;
        }
        held.add(scratch.slice(0, received));
        shared.grow(received);
        if (shared.isTurnDue()) {
          ws2.after(0, () => this.#advance(read));
          return;
        }
      }
      if (held.length > 0) throw this.#socket.error("recv", WSAEDISCON);
      this.#finish(read, read.atEnd);
    } catch (error) {
      this.#fail(read, error);
    }
  }

  #finish<T>(read: Read<T>, result: T): void {
    this.#release(read.limit);
    read.resolve(result);
  }

  #fail<T>(read: Read<T>, error: unknown): void {
    this.#release(read.limit);
    read.reject(error);
  }

  #release(limit: Limit | null): void {
    this.#reader = null;
    limit?.release();
  }

  /**
   * Receives what is there: the bytes, 0 at the end, -1 where nothing is. A receive that filled a part of its room has
   * enabled FD_READ again, so another one in vain is spared until an event. FD_CLOSE is not signalled again: after it,
   * each call receives.
   */
  #receive(buffer: Uint8Array, limit: Limit | null): number {
    const socket = this.#socket;
    if (this.#hasEnded) return 0;
    if (socket.isClosed) throw socket.error("recv", WSAENOTSOCK);
    if (limit !== null && limit.code !== 0) throw socket.error("recv", limit.code);
    if (this.#isDrained && !socket.hasNews) return -1;
    socket.hasNews = false;
    const received = socket.ws2.recv(socket.handle, buffer, buffer.length, 0);
    const hasFailed = received < 0 && socket.ws2.WSAGetLastError() !== WSAEWOULDBLOCK;
    this.#isDrained = received < buffer.length && !socket.isClosing && !hasFailed;
    if (hasFailed) throw socket.error("recv");
    this.#hasEnded = received === 0;
    return received;
  }
}
