import { EpollSet } from "./epoll.js";
import { InterestTable } from "./interest.js";
import type { Libc } from "./libc.js";
import { sleepOn } from "./sleep.js";

/** The descriptors that one platform waits for, blocking or not. */
export class Watch {
  readonly #libc: Libc;
  readonly #table: InterestTable;
  /** The same descriptors, from the first `sleep` until nothing is watched any more. */
  #epoll: EpollSet | undefined;
  #sleepers = 0;

  constructor(libc: Libc) {
    this.#libc = libc;
    this.#table = new InterestTable(libc);
  }

  set(fd: number, ready: number): void {
    const known = this.#table.has(fd);
    this.#table.set(fd, ready);
    this.#epoll?.set(fd, ready, known);
    this.#release();
  }

  /** Blocks; `false` if nothing is watched and no time was named, so that nothing can end the wait. */
  wait(ms: number): boolean {
    if (ms < 0 && this.#table.size === 0) return false;
    this.#table.wait(ms);
    return true;
  }

  list(ready: Int32Array): number {
    return this.#table.list(ready);
  }

  /** Whether something is ready now. */
  look(): boolean {
    return this.#table.look();
  }

  /** The promise form of `wait`; it notices what is watched, changed and closed meanwhile. */
  async sleep(ms: number): Promise<void> {
    this.#epoll ??= this.#newEpoll();
    this.#sleepers++;
    await sleepOn(this.#epoll.fd, ms);
    this.#sleepers--;
    this.#release();
  }

  #newEpoll(): EpollSet {
    const epoll = new EpollSet(this.#libc);
    for (const [fd, ready] of this.#table.pairs()) epoll.set(fd, ready, false);
    return epoll;
  }

  /** A platform has no end of its own; its descriptor goes with the last one that it watches. */
  #release(): void {
    if (this.#epoll === undefined || this.#sleepers > 0 || this.#table.size > 0) return;
    this.#epoll.close();
    this.#epoll = undefined;
  }
}
