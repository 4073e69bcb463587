import { READY_END, READY_ERR, READY_HUP, READY_IN, READY_OUT, READY_PRI } from "@ws2kit/spi";
import type { DeviceHost } from "./device-host.js";

const POLLIN = 0x1;
const POLLPRI = 0x2;
const POLLOUT = 0x4;
const POLLERR = 0x8;
const POLLHUP = 0x10;
const POLLRDHUP = 0x2000;

function pollEvents(ready: number): number {
  return (
    (ready & READY_IN && POLLIN) |
    (ready & READY_OUT && POLLOUT) |
    (ready & READY_PRI && POLLPRI) |
    (ready & READY_END && POLLRDHUP)
  );
}

function readyBits(revents: number): number {
  return (
    (revents & POLLIN && READY_IN) |
    // an error without a hang-up is a datagram socket's: the next receive returns it
    ((revents & (POLLERR | POLLHUP)) === POLLERR ? READY_IN : 0) |
    (revents & POLLOUT && READY_OUT) |
    (revents & POLLPRI && READY_PRI) |
    (revents & POLLERR && READY_ERR) |
    (revents & POLLHUP && READY_HUP) |
    (revents & POLLRDHUP && READY_END)
  );
}

/**
 * The descriptors that a guest waits for, as the table that `DeviceHost.poll` takes: watching is an edit in place,
 * and one host call waits for all of them.
 */
export class PollTable {
  readonly #host: DeviceHost;
  #entries = new Int32Array(2 * 8);
  /** By descriptor: 1 + its entry's index, 0 for none. */
  #index = new Int32Array(16);
  #count = 0;
  /** Whether the events found are those of a wait that has just ended, so that listing them costs no host call. */
  #fresh = false;
  /** Where the next listing begins, so that a short list starves nobody. */
  #next = 0;

  constructor(host: DeviceHost) {
    this.#host = host;
  }

  /** Sets a descriptor's events (READY_*), 0 for none. */
  set(fd: number, ready: number): void {
    if (fd >= this.#index.length) this.#index = grown(this.#index, fd + 1);
    const at = this.#index[fd] - 1;
    if (ready === 0) {
      if (at >= 0) this.#remove(fd, at);
      return;
    }
    // Events found by a wait for others would mislead.
    this.#fresh = false;
    if (at >= 0) this.#entries[2 * at + 1] = pollEvents(ready);
    else this.#add(fd, pollEvents(ready));
  }

  /** Blocks; `false` if nothing is watched and no time was named, so that nothing can end the wait. */
  wait(ms: number): boolean {
    if (ms < 0 && this.#count === 0) return false;
    this.#fresh = this.#host.poll(this.#entries.buffer as ArrayBuffer, this.#count, ms) >= 0;
    return true;
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
