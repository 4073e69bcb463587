import { readyBits } from "@ws2kit/spi";
import { pollTime } from "../poll-time.js";
import { EpollSet } from "./epoll.js";
import type { Libc } from "./libc.js";

/** The most descriptors that a wait returns; `list` returns as many as its caller has room for. */
const FOUND_BY_WAIT = 64;

/**
 * The watched descriptors of one platform, in one epoll set. Changes are applied to the set at the next wait, so that
 * watching a socket without a wait costs no system call.
 */
export class Watch {
  readonly #libc: Libc;
  /** By descriptor, READY_*: the requested conditions, and those in the epoll set. */
  #wanted = new Int32Array(64);
  #applied = new Int32Array(64);
  #changed: number[] = [];
  /** The number of watched descriptors. */
  #count = 0;
  /** Made by the first wait; closed when no descriptor is watched. */
  #epoll: EpollSet | undefined;
  /**
   * The number of descriptors that the last wait found and `list` has not returned; -1 without a wait since a change.
   */
  #found = -1;
  #sleepers = 0;
  /** Called before a wait that blocks. Returns whether the wait need not block, because it has caused work. */
  beforeWait: () => boolean = () => false;

  constructor(libc: Libc) {
    this.#libc = libc;
  }

  /** Sets a descriptor's conditions (READY_*), 0 for none. Ends `#mute`. */
  set(fd: number, ready: number): void {
    if (fd >= this.#wanted.length) this.#grow(fd);
    const before = this.#wanted[fd];
    if (before === ready && this.#applied[fd] === ready) return;
    this.#count += (ready !== 0 ? 1 : 0) - (before !== 0 ? 1 : 0);
    this.#wanted[fd] = ready;
    this.#changed.push(fd);
    this.#found = -1;
    if (this.#sleepers > 0) this.#flush();
    this.#release();
  }

  /** Ends the watch of a descriptor that is about to be closed; the system removes it from the set. */
  forget(fd: number): void {
    if (fd >= this.#wanted.length) return;
    if (this.#wanted[fd] !== 0) this.#count--;
    this.#wanted[fd] = 0;
    this.#applied[fd] = 0;
    this.#found = -1;
    this.#release();
  }

  /** Blocks for `ms` milliseconds at most (-1: no limit). `false` if nothing can end the wait. */
  wait(ms: number): boolean {
    if (ms !== 0 && this.beforeWait()) return true;
    if (this.#count > 0) {
      this.#found = this.#flush().wait(ms, FOUND_BY_WAIT);
      return true;
    }
    if (ms < 0) return false;
    this.#libc.poll(NO_ENTRIES, 0, pollTime(ms));
    return true;
  }

  /** Lists the ready descriptors as pairs (descriptor, READY_*), in turn; returns the number of pairs. */
  list(ready: Int32Array): number {
    if (this.#count === 0) return 0;
    const room = ready.length >>> 1;
    const epoll = this.#flush();
    let found = this.#found;
    if (found < 0 || found > room || found === FOUND_BY_WAIT) found = epoll.wait(0, room);
    this.#found = -1;
    let pairs = 0;
    for (let i = 0; i < found; i++) {
      const fd = epoll.foundAt(i);
      const bits = readyBits(epoll.eventsAt(i), this.#applied[fd]);
      ready[2 * pairs] = fd;
      ready[2 * pairs + 1] = bits;
      if (bits === 0) this.#mute(epoll, fd);
      else pairs++;
    }
    return pairs;
  }

  /**
   * As `wait`, but asynchronous; it reacts to watches that are added, changed and ended meanwhile. `keepsAlive`: it
   * keeps Node's process alive.
   */
  async sleep(ms: number, keepsAlive: boolean): Promise<void> {
    const epoll = this.#flush();
    this.#sleepers++;
    await epoll.sleep(ms, keepsAlive);
    this.#sleepers--;
    this.#release();
  }

  /** Mutes a descriptor that reports only a condition outside its watch, which would end every wait. */
  #mute(epoll: EpollSet, fd: number): void {
    epoll.remove(fd);
    this.#applied[fd] = 0;
  }

  /** Applies changes to the epoll set. */
  #flush(): EpollSet {
    this.#epoll ??= new EpollSet(this.#libc);
    if (this.#changed.length === 0) return this.#epoll;
    for (const fd of this.#changed) {
      const wanted = this.#wanted[fd];
      const applied = this.#applied[fd];
      if (wanted === applied) continue;
      if (wanted === 0) this.#epoll.remove(fd);
      else this.#epoll.set(fd, wanted, applied !== 0);
      this.#applied[fd] = wanted;
    }
    this.#changed.length = 0;
    return this.#epoll;
  }

  #grow(fd: number): void {
    const length = Math.max(2 * this.#wanted.length, fd + 1);
    this.#wanted = grown(this.#wanted, length);
    this.#applied = grown(this.#applied, length);
  }

  /** Closes the epoll set: a platform is never closed, so it closes the set with the last watch. */
  #release(): void {
    if (this.#epoll === undefined || this.#sleepers > 0 || this.#count > 0) return;
    this.#epoll.close();
    this.#epoll = undefined;
    for (const fd of this.#changed) this.#applied[fd] = 0;
    this.#changed.length = 0;
  }
}

const NO_ENTRIES = /* @__PURE__ */ new Int32Array(2);

function grown(table: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length);
  larger.set(table);
  return larger;
}
