import { MSG_PEEK, WSAENOBUFS, WSAETIMEDOUT, WSAEWOULDBLOCK } from "@ws2kit/spi";
import type { BufferBudget } from "./buffer-budget.js";
import type { Link } from "./link.js";
import { RingBuffer } from "./ring-buffer.js";
import { UrgentMarks } from "./urgent-mark.js";

/** What a flow asks of the sockets at its two ends. */
export interface FlowEnd {
  /** SO_SNDBUF. */
  readonly sendLimit: number;
  /** SO_RCVBUF. */
  readonly receiveLimit: number;
  /** SO_OOBINLINE. */
  readonly oobInline: boolean;
  /** Closed by its program: nobody will read what arrives. */
  readonly gone: boolean;
  /** Something that `poll` tells may have changed. */
  stir(): void;
  /** The connection is over, for this reason. */
  breakOff(error: number): void;
  /** What it sent has reached an end that is gone. */
  refused(): void;
}

/**
 * One direction of a connection. A single ring holds what the sender's and the receiver's buffers would, and four
 * counts of bytes since the connection stood say where they are:
 *
 *     read <= admitted <= arrived <= written
 *
 * From `read` to `admitted` lies the receive buffer, from `admitted` to `written` the send buffer. `arrived` runs
 * behind `written` by the link's latency; `admitted` behind `arrived` where the receiver's window is full.
 * Acknowledgements take no time.
 */
export class Flow {
  readonly urgent = new UrgentMarks();
  readonly #ring = new RingBuffer();
  #written = 0;
  #arrived = 0;
  #admitted = 0;
  #read = 0;
  /** When the last piece under way arrives: pieces keep their order whatever happens to the latency. */
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
    /** When the receiver's end stands: nothing arrives before. */
    due: number,
  ) {
    this.#due = due;
  }

  /** Bytes that the receiver has not taken into its buffer. */
  unsent(): number {
    return this.#severed ? 0 : this.#written - this.#admitted;
  }

  /** Bytes that the sender may hand over now. */
  room(): number {
    const waiting = this.#written - this.#admitted;
    const room = Math.max(1, this.from.sendLimit) - waiting;
    // With no latency the receiver's window takes its part before the send buffer is needed.
    return waiting === 0 && this.link.instant ? room + this.#window() - this.#admitted : room;
  }

  /** Takes up to `len` bytes from the sender; the last of them is urgent if `urgent`. */
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

  /** The sender has no more to say. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#send(0, -1);
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Bytes that one `read` can give now. It stops at the urgent mark. */
  readable(): number {
    const inline = this.to.oobInline;
    if (inline && this.urgent.hasPassed(this.#read)) return 1;
    const from = this.#read + this.urgent.skips(this.#read, inline);
    return this.urgent.reach(from, this.#admitted);
  }

  /** Whether the receiver has everything up to the sender's end. */
  atEnd(): boolean {
    return this.#endArrived && this.readable() === 0;
  }

  /** Whether the sender's end has arrived, perhaps with bytes before it that nobody has read. */
  get endArrived(): boolean {
    return this.#endArrived;
  }

  /** Whether closing now would throw away bytes that arrived; the urgent byte is not one of the stream's. */
  get unread(): boolean {
    return this.#arrived - this.#read > this.urgent.countApart(this.#read, this.#arrived);
  }

  /** Gives up to `len` readable bytes; the caller has seen that there are some. */
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

  /** 1 unless an urgent byte waits or stands ahead of the reader. */
  atmark(): number {
    return this.urgent.isPast(this.#read) ? 1 : 0;
  }

  /** The receiver's window has moved: SO_RCVBUF changed. */
  admit(): void {
    const before = this.#admitted;
    this.#admitted = Math.max(before, Math.min(this.#arrived, this.#window()));
    if (this.#admitted === before) return;
    this.to.stir();
    this.from.stir();
  }

  /** The connection was reset: what is in the receive buffer can still be read, the rest never arrives. */
  sever(): void {
    this.#severed = true;
    this.#ring.truncate(this.#admitted - this.#read);
    this.#written = this.#arrived = this.#admitted;
    if (this.#ring.length === 0) this.release();
  }

  /** Forgets every byte that arrived: nobody will read them. What is still under way will be refused. */
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
    // The path that most bytes take: no event, no closure.
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
    if (end || urgentAt >= 0) this.to.stir();
  }
}
