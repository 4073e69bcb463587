import { WSAEALREADY, WSAEDISCON, WSAENOTSOCK, WSAEWOULDBLOCK } from "@ws2kit/spi";
import { HeldBytes } from "./held-bytes.js";
import { type Limit, type Limits, limitOf } from "./limit.js";
import { ARRIVAL, type OpenSocket, type Waiter } from "./open-socket.js";

/** Takes what a read asks for from the held bytes; returns `null` while more must arrive. */
export type Take<T> = (held: HeldBytes) => T | null;

/** A read that is under way; its socket's waiter while nothing is there. */
interface Read<T> extends Waiter {
  readonly take: Take<T>;
  /** Its result at the end of the stream. */
  readonly atEnd: T;
  resolve(result: T): void;
  reject(error: unknown): void;
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
        throw socket.error("recv", code);
      }
      const end = (why: number) => {
        if (why === 0) this.#advance(read);
        else this.#end(read).reject(socket.error("recv", why));
      };
      const read: Read<T> = { mask: ARRIVAL, limit, end, take, atEnd, resolve, reject };
      this.#reader = read as Read<unknown>;
      this.#advance(read);
    });
  }

  /** Repeats the read that asks for `take`, if it is under way: `take` has a result by now. */
  repeat(take: Take<unknown>): void {
    const reader = this.#reader;
    if (reader === null || reader.take !== take) return;
    this.#socket.repeat();
    // it waits for a turn, not for an event
    if (this.#reader === reader) this.#advance(reader);
  }

  /** Receives and drops what comes, until the peer has ended. */
  async drop(limit: Limit | null): Promise<void> {
    const { shared } = this.#socket;
    for (;;) {
      const received = this.#receive(shared.scratch(1));
      if (received === 0) return;
      const hasMore = received > 0 && !limit?.code;
      await (hasMore ? shared.succeeded() : this.#socket.wait(ARRIVAL, limit, "recv"));
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
          this.#end(read).resolve(result);
          return;
        }
        const scratch = shared.scratch(1);
        const received = this.#receive(scratch);
        if (received === 0) break;
        if (received < 0) {
          this.#socket.await(read);
          return;
        }
        held.add(scratch.slice(0, received));
        shared.grow(received);
        if (shared.isTurnDue()) {
          ws2.after(0, () => {
            if (this.#reader === (read as Read<unknown>)) this.#advance(read);
          });
          return;
        }
      }
      if (held.length > 0) throw this.#socket.error("recv", WSAEDISCON);
      this.#end(read).resolve(read.atEnd);
    } catch (error) {
      this.#end(read).reject(error);
    }
  }

  /** Ends a read, which is to be settled. */
  #end<T>(read: Read<T>): Read<T> {
    this.#reader = null;
    read.limit?.release();
    return read;
  }

  /**
   * Receives what is there: the bytes, 0 at the end, -1 where nothing is. A receive that filled a part of its room has
   * enabled FD_READ again, so another one in vain is spared until an event. FD_CLOSE is not signalled again: after it,
   * each call receives.
   */
  #receive(buffer: Uint8Array): number {
    const socket = this.#socket;
    if (this.#hasEnded) return 0;
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
