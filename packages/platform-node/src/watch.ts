import { readyBits } from "@ws2kit/spi";
import { EpollSet, pollTime } from "./epoll.js";
import type { Libc } from "./libc.js";
import { sleepOn } from "./sleep.js";

/** How many descriptors a wait finds at once; `list` finds as many as its caller has room for. */
const FOUND_BY_WAIT = 64;

/**
 * The descriptors that one platform waits for, blocking or not, in one epoll set. Changes reach the set at the next
 * wait, so that a call which watches a socket and ends before a wait costs no system call.
 */
export class Watch {
  readonly #libc: Libc;
  /** By descriptor, READY_*: what is to be waited for, and what the set waits for. */
  #wanted = new Int32Array(64);
  #told = new Int32Array(64);
  #changed: number[] = [];
  /** How many descriptors are watched. */
  #count = 0;
  /** Made by the first wait, until nothing is watched any more. */
  #epoll: EpollSet | undefined;
  /** How many descriptors the last wait found that nobody has listed; -1 if there was none since something changed. */
  #found = -1;
  #sleepers = 0;

  constructor(libc: Libc) {
    this.#libc = libc;
  }

  /** Sets a descriptor's conditions (READY_*), 0 for none. This also ends what `#mute` has done. */
  set(fd: number, ready: number): void {
    if (fd >= this.#wanted.length) this.#grow(fd);
    const before = this.#wanted[fd];
    if (before === ready && this.#told[fd] === ready) return;
    this.#count += (ready !== 0 ? 1 : 0) - (before !== 0 ? 1 : 0);
    this.#wanted[fd] = ready;
    this.#changed.push(fd);
    this.#found = -1;
    if (this.#sleepers > 0) this.#flush();
    this.#release();
  }

  /** Ends the watch of a descriptor that is about to be closed: the system takes it out of the set. */
  forget(fd: number): void {
    if (fd >= this.#wanted.length) return;
    if (this.#wanted[fd] !== 0) this.#count--;
    this.#wanted[fd] = 0;
    this.#told[fd] = 0;
    this.#found = -1;
    this.#release();
  }

  /** Blocks; `false` if nothing is watched and no time was named, so that nothing can end the wait. */
  wait(ms: number): boolean {
    if (this.#count > 0) {
      this.#found = this.#flush().wait(ms, FOUND_BY_WAIT);
      return true;
    }
    if (ms < 0) return false;
    this.#libc.poll(NO_ENTRIES, 0, pollTime(ms));
    return true;
  }

  /** Lists what is ready as pairs (descriptor, READY_*); returns how many pairs. The system gives each its turn. */
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
      const bits = readyBits(epoll.eventsAt(i), this.#told[fd]);
      ready[2 * pairs] = fd;
      ready[2 * pairs + 1] = bits;
      if (bits === 0) this.#mute(epoll, fd);
      else pairs++;
    }
    return pairs;
  }

  /** Whether something is ready now; what it sees is for nobody to list, for time may pass before. */
  look(): boolean {
    this.#found = -1;
    return this.#count > 0 && this.#flush().wait(0, 1) > 0;
  }

  /** The promise form of `wait`; it notices what is watched, changed and closed meanwhile. */
  async sleep(ms: number): Promise<void> {
    const epoll = this.#flush();
    this.#sleepers++;
    await sleepOn(epoll.fd, ms);
    this.#sleepers--;
    this.#release();
  }

  /** What stands on the descriptor is nothing that its watch asks for, and would end every wait. */
  #mute(epoll: EpollSet, fd: number): void {
    epoll.remove(fd);
    this.#told[fd] = 0;
  }

  /** Brings the set up to date. */
  #flush(): EpollSet {
    this.#epoll ??= new EpollSet(this.#libc);
    if (this.#changed.length === 0) return this.#epoll;
    for (const fd of this.#changed) {
      const wanted = this.#wanted[fd];
      const told = this.#told[fd];
      if (wanted === told) continue;
      if (wanted === 0) this.#epoll.remove(fd);
      else this.#epoll.set(fd, wanted, told !== 0);
      this.#told[fd] = wanted;
    }
    this.#changed.length = 0;
    return this.#epoll;
  }

  #grow(fd: number): void {
    const length = Math.max(2 * this.#wanted.length, fd + 1);
    this.#wanted = grown(this.#wanted, length);
    this.#told = grown(this.#told, length);
  }

  /** A platform has no end of its own; its descriptor goes with the last one that it watches. */
  #release(): void {
    if (this.#epoll === undefined || this.#sleepers > 0 || this.#count > 0) return;
    this.#epoll.close();
    this.#epoll = undefined;
    for (const fd of this.#changed) this.#told[fd] = 0;
    this.#changed.length = 0;
  }
}

const NO_ENTRIES = /* @__PURE__ */ new Int32Array(2);

function grown(table: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length);
  larger.set(table);
  return larger;
}
