import { READY_END, READY_ERR, READY_HUP, READY_IN, READY_OUT, READY_PRI } from "@ws2kit/spi";
import type { Libc } from "./libc.js";

const POLLIN = 0x1;
const POLLPRI = 0x2;
const POLLOUT = 0x4;
const POLLERR = 0x8;
const POLLHUP = 0x10;
const POLLRDHUP = 0x2000;
const POLLNVAL = 0x20;

/** READY_* bits as poll(2) and epoll(7) know them. */
export function pollEvents(ready: number): number {
  return (
    (ready & READY_IN && POLLIN) |
    (ready & READY_OUT && POLLOUT) |
    (ready & READY_PRI && POLLPRI) |
    (ready & READY_END && POLLRDHUP)
  );
}

/** poll(2)'s `revents` as READY_* bits. */
export function readyBits(revents: number): number {
  return (
    // an error without a hang-up is a datagram socket's: the next receive returns it
    (revents & POLLIN && READY_IN) |
    ((revents & (POLLERR | POLLHUP)) === POLLERR ? READY_IN : 0) |
    (revents & POLLOUT && READY_OUT) |
    (revents & POLLPRI && READY_PRI) |
    (revents & (POLLERR | POLLNVAL) && READY_ERR) |
    (revents & POLLHUP && READY_HUP) |
    (revents & POLLRDHUP && READY_END)
  );
}

/** Milliseconds as poll(2) takes them: whole ones, rounded up, else the last one becomes a busy loop. */
export function pollTime(ms: number): number {
  return Math.min(Math.ceil(ms), 0x7fffffff);
}

/**
 * What a stack waits for: a `struct pollfd` array (int fd, short events, short revents) that is edited in place and
 * given to poll(2) as it is. It grows by doubling; no number of descriptors breaks it.
 */
export class InterestTable {
  readonly #libc: Libc;
  #entries = new Int32Array(2 * 64);
  /** By descriptor: 1 + its entry's index, 0 for none. */
  #index = new Int32Array(64);
  #count = 0;
  /** Whether `revents` still holds what the last wait saw, so that listing it costs no call. */
  #fresh = false;
  /** Where the next listing begins, so that a short list starves nobody. */
  #next = 0;

  constructor(libc: Libc) {
    this.#libc = libc;
  }

  get size(): number {
    return this.#count;
  }

  has(fd: number): boolean {
    return fd < this.#index.length && this.#index[fd] !== 0;
  }

  /** Descriptors and their events (READY_*). */
  *pairs(): Iterable<readonly [fd: number, ready: number]> {
    for (let i = 0; i < this.#count; i++) yield [this.#entries[2 * i], readyBits(this.#entries[2 * i + 1] & 0xffff)];
  }

  /** Sets a descriptor's events (READY_*), 0 for none. */
  set(fd: number, ready: number): void {
    if (fd >= this.#index.length) this.#index = grown(this.#index, fd + 1);
    const at = this.#index[fd] - 1;
    if (ready === 0) {
      if (at >= 0) this.#remove(fd, at);
      return;
    }
    // Results of a wait for other events would mislead.
    this.#fresh = false;
    if (at >= 0) this.#entries[2 * at + 1] = pollEvents(ready);
    else this.#add(fd, pollEvents(ready));
  }

  /** One poll(2): blocks until something is ready or `ms` have passed; how many are ready. */
  wait(ms: number): number {
    const n = this.#libc.poll(this.#entries, this.#count, pollTime(ms));
    this.#fresh = n >= 0;
    return n;
  }

  /** Whether something is ready now; what it sees is for nobody to list, for time may pass before. */
  look(): boolean {
    const n = this.wait(0);
    this.#fresh = false;
    return n > 0;
  }

  /** Lists what is ready as pairs (descriptor, READY_*); returns how many pairs. */
  list(ready: Int32Array): number {
    if (!this.#fresh) this.wait(0);
    this.#fresh = false;
    const room = ready.length >>> 1;
    let n = 0;
    let at = this.#next < this.#count ? this.#next : 0;
    for (let seen = 0; seen < this.#count && n < room; seen++) {
      const revents = this.#entries[2 * at + 1] >>> 16;
      if (revents !== 0) {
        ready[2 * n] = this.#entries[2 * at];
        ready[2 * n + 1] = readyBits(revents);
        n++;
      }
      at = at + 1 < this.#count ? at + 1 : 0;
    }
    this.#next = at;
    return n;
  }

  #add(fd: number, events: number): void {
    const at = this.#count++;
    if (2 * at >= this.#entries.length) this.#entries = grown(this.#entries, 2 * at + 2);
    this.#entries[2 * at] = fd;
    this.#entries[2 * at + 1] = events;
    this.#index[fd] = at + 1;
  }

  #remove(fd: number, at: number): void {
    const last = --this.#count;
    const moved = this.#entries[2 * last];
    this.#entries[2 * at] = moved;
    this.#entries[2 * at + 1] = this.#entries[2 * last + 1];
    this.#index[moved] = at + 1;
    this.#index[fd] = 0;
  }
}

function grown(table: Int32Array, atLeast: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(2 * table.length, atLeast));
  larger.set(table);
  return larger;
}
