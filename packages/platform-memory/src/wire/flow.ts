import { MSG_PEEK, WSAENOBUFS, WSAETIMEDOUT, WSAEWOULDBLOCK } from "@ws2kit/spi";
import type { BufferBudget } from "./buffer-budget.js";
import type { Link } from "./link.js";
import { RingBuffer } from "./ring-buffer.js";
import { UrgentMarks } from "./urgent-mark.js";

/** The socket at an end of a flow. */
export interface FlowEnd {
  /** SO_SNDBUF. */
  readonly sendLimit: number;
  /** SO_RCVBUF. */
  readonly receiveLimit: number;
  /** SO_OOBINLINE. */
  readonly oobInline: boolean;
  /** Whether its program has closed it: arriving data is refused then. */
  readonly gone: boolean;
  /** Marks that its readiness may have changed. */
  readinessChanged(): void;
  /** Ends the connection, with this Winsock error. */
  breakOff(error: number): void;
  /** Called when its data has reached an end that is closed. */
  refused(): void;
}

/**
 * One direction of a connection. A single ring buffer stores the bytes of the send buffer and the receive buffer. Four
 * counts of bytes since the connection was established mark the positions:
 *
 *     read <= admitted <= arrived <= written
 *
 * The receive buffer is from `read` to `admitted`, the send buffer from `admitted` to `written`. `arrived` follows
 * `written` after the link's latency. `admitted` is behind `arrived` while the receiver's window is full.
 * Acknowledgements take no time.
 */
export class Flow {
  readonly urgent = new UrgentMarks();
  readonly #ring = new RingBuffer();
  #written = 0;
  #arrived = 0;
  #admitted = 0;
  #read = 0;
  /** When the last piece in transit arrives; pieces arrive in order, even if the latency changes. */
  #due = 0;
  #ended = false;
  #endArrived = false;
  #severed = false;

  constructor(
    private readonly from: FlowEnd,
    private readonly to: FlowEnd,
    private readonly link: Link,
    private readonly back: Link,
    private readonly budget: BufferBudget,
    /** When the receiver's end is established; nothing arrives before. */
    due: number,
  ) {
    this.#due = due;
  }

  /** The number of bytes that are not in the receive buffer yet. */
  unsent(): number {
    return this.#severed ? 0 : this.#written - this.#admitted;
  }

  /** The number of bytes that the sender can write now. */
  room(): number {
    const waiting = this.#written - this.#admitted;
    const room = Math.max(1, this.from.sendLimit) - waiting;
    // Without latency, bytes go to the receiver's window first, and then to the send buffer.
    // If SO_RCVBUF is smaller than the received bytes, the room of the send buffer stays the same.
    return waiting === 0 && this.link.instant ? room + Math.max(0, this.#window() - this.#admitted) : room;
  }

  /** Writes at most `len` bytes and returns how many; the last of them is urgent if `urgent`. */
  write(buf: Uint8Array, off: number, len: number, urgent: boolean): number {
    const count = Math.min(len, this.room());
    if (count <= 0) return len === 0 ? 0 : -WSAEWOULDBLOCK;
    const more = this.#ring.capacityFor(this.#ring.length + count) - this.#ring.capacity;
    if (more > 0 && !this.budget.take(more)) return -WSAENOBUFS;
    this.#ring.write(buf, off, count);
    this.#written += count;
    this.#send(count, urgent && count === len ? this.#written - 1 : -1);
    return count;
  }

  /** Ends the sender's stream. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#send(0, -1);
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** The number of bytes that one `read` can return now; it stops at the urgent mark. */
  readable(): number {
    const inline = this.to.oobInline;
    if (inline && this.urgent.hasPassed(this.#read)) return 1;
    const from = this.#read + this.urgent.skips(this.#read, inline);
    return this.urgent.reach(from, this.#admitted);
  }

  /** Whether the receiver has read everything up to the sender's end. */
  atEnd(): boolean {
    return this.#endArrived && this.readable() === 0;
  }

  /** Whether the sender's end has arrived; there may be unread bytes before it. */
  get endArrived(): boolean {
    return this.#endArrived;
  }

  /** Whether closing now discards bytes that arrived; the urgent byte does not count. */
  get unread(): boolean {
    return this.#arrived - this.#read > this.urgent.countApart(this.#read, this.#arrived);
  }

  /** Reads at most `len` bytes. The caller has checked that `readable` is not 0. */
  read(buf: Uint8Array, off: number, len: number, flags: number): number {
    const inline = this.to.oobInline;
    const count = Math.min(len, this.readable());
    const late = inline && count > 0 ? this.urgent.takePassed(this.#read, (flags & MSG_PEEK) !== 0) : -1;
    if (late >= 0) {
      buf[off] = late;
      return 1;
    }
    const skip = this.urgent.skips(this.#read, inline);
    this.#ring.peek(buf, off, count, skip);
    if ((flags & MSG_PEEK) === 0) this.#take(skip + count);
    return count;
  }

  /** 0 while an urgent byte waits or is ahead of the reader; otherwise 1. */
  atmark(): number {
    return this.urgent.isPast(this.#read) ? 1 : 0;
  }

  /** Moves bytes into the receive buffer after SO_RCVBUF has changed. */
  admit(): void {
    const before = this.#admitted;
    this.#admitted = Math.max(before, Math.min(this.#arrived, this.#window()));
    if (this.#admitted === before) return;
    this.to.readinessChanged();
    this.from.readinessChanged();
  }

  /** Resets the flow: the receive buffer can still be read; the rest never arrives. */
  sever(): void {
    this.#severed = true;
    this.#ring.truncate(this.#admitted - this.#read);
    this.#written = this.#arrived = this.#admitted;
    if (this.#ring.length === 0) this.release();
  }

  /** Discards the bytes that arrived, because the receiver has closed. Bytes in transit will be refused. */
  release(): void {
    this.budget.give(this.#ring.capacity);
    this.#ring.release();
    this.#read = this.#admitted = this.#arrived;
    this.urgent.clear();
  }

  #take(count: number): void {
    this.#ring.drop(count);
    this.#read += count;
    this.urgent.pass(this.#read - count, this.#read, this.to.oobInline);
    this.admit();
  }

  #window(): number {
    return this.#read + Math.max(1, this.to.receiveLimit);
  }

  #send(bytes: number, urgentAt: number): void {
    // The path of most bytes: no event, no closure.
    if (this.link.instant && this.#arrived === this.#written - bytes) {
      this.#arrive(this.#written, urgentAt, this.#ended);
      return;
    }
    const upto = this.#written;
    const end = this.#ended;
    this.#due = Math.max(this.#due, this.link.arrival(bytes));
    this.link.insist(
      this.#due,
      () => this.#arrive(upto, urgentAt, end),
      () => this.from.breakOff(WSAETIMEDOUT),
    );
  }

  #arrive(upto: number, urgentAt: number, end: boolean): void {
    if (this.#severed) return;
    const news = upto > this.#arrived;
    if (news && this.to.gone) {
      this.back.once(() => this.from.refused());
      return;
    }
    if (news) this.#arrived = upto;
    if (urgentAt >= this.#read) {
      this.urgent.announce(urgentAt, this.#ring.byteAt(urgentAt - this.#read), !this.to.oobInline);
    }
    if (end) this.#endArrived = true;
    this.admit();
    if (end || urgentAt >= 0) this.to.readinessChanged();
  }
}
