import { pollEvents, readyBits } from "@ws2kit/spi";
import type { DeviceHost } from "./device-host.js";

/**
 * The watched descriptors, stored as the table of `DeviceHost.poll`. Watching edits the table in place; one host call
 * waits for all of them.
 */
export class PollTable {
  readonly #host: DeviceHost;
  #entries = new Int32Array(2 * 8);
  /** By descriptor: 1 + the index of its entry; 0 without an entry. */
  #index = new Int32Array(16);
  #count = 0;
  /** Whether the returned events come from a wait that has just ended, so that listing needs no host call. */
  #fresh = false;
  /** The entry at which the next listing begins, so that a short list does not omit the same descriptors each time. */
  #next = 0;

  constructor(host: DeviceHost) {
    this.#host = host;
  }

  /** Sets a descriptor's events (READY_*); 0 ends its watch. */
  set(fd: number, ready: number): void {
    if (fd >= this.#index.length) this.#index = grown(this.#index, fd + 1);
    const at = this.#index[fd] - 1;
    if (ready === 0) {
      if (at >= 0) this.#remove(fd, at);
      return;
    }
    // The returned events belong to a wait with other requested events.
    this.#fresh = false;
    const entry = at >= 0 ? at : this.#add(fd);
    // this also ends `#mute`
    this.#entries[2 * entry] = fd;
    this.#entries[2 * entry + 1] = pollEvents(ready);
  }

  /** Blocks for `ms` milliseconds at most (-1: no limit). Returns `false` if nothing can end the wait. */
  wait(ms: number): boolean {
    if (ms < 0 && this.#count === 0) return false;
    this.#fresh = this.#host.poll(this.#entries.buffer as ArrayBuffer, this.#count, ms) >= 0;
    return true;
  }

  /** Lists the ready descriptors as pairs (descriptor, READY_*); returns the number of pairs. */
  list(ready: Int32Array): number {
    if (!this.#fresh) this.wait(0);
    this.#fresh = false;
    const room = ready.length >>> 1;
    let n = 0;
    let at = this.#next < this.#count ? this.#next : 0;
    for (let seen = 0; seen < this.#count && n < room; seen++) {
      const entry = this.#entries[2 * at + 1];
      if (entry >>> 16 !== 0) {
        const bits = readyBits(entry >>> 16, readyBits(entry & 0xffff, -1));
        ready[2 * n] = this.#entries[2 * at];
        ready[2 * n + 1] = bits;
        if (bits === 0) this.#mute(at);
        else n++;
      }
      at = at + 1 < this.#count ? at + 1 : 0;
    }
    this.#next = at;
    return n;
  }

  /**
   * Mutes an entry that reports only a condition outside its watch, which would end every wait: the host skips a
   * negative descriptor.
   */
  #mute(at: number): void {
    this.#entries[2 * at] = ~this.#entries[2 * at];
    this.#entries[2 * at + 1] &= 0xffff;
  }

  /** Adds an entry and returns its index. */
  #add(fd: number): number {
    const at = this.#count++;
    if (2 * at >= this.#entries.length) this.#entries = grown(this.#entries, 2 * at + 2);
    this.#index[fd] = at + 1;
    return at;
  }

  #remove(fd: number, at: number): void {
    const last = --this.#count;
    const moved = this.#entries[2 * last];
    this.#entries[2 * at] = moved;
    this.#entries[2 * at + 1] = this.#entries[2 * last + 1];
    this.#index[moved < 0 ? ~moved : moved] = at + 1;
    this.#index[fd] = 0;
  }
}

function grown(table: Int32Array, atLeast: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(2 * table.length, atLeast));
  larger.set(table);
  return larger;
}
