import { getUint32, pollEvents, setUint32 } from "@ws2kit/spi";
import { pollTime } from "../poll-time.js";
import type { Libc } from "./libc.js";
import { Sleep } from "./sleep.js";

const EPOLL_CLOEXEC = 0x80000;
const EPOLL_CTL_ADD = 1;
const EPOLL_CTL_DEL = 2;
const EPOLL_CTL_MOD = 3;

/**
 * Whether the ABI packs `struct epoll_event`: then its 8 bytes of user data follow the events without padding.
 */
const IS_PACKED = process.arch === "x64" || process.arch === "ia32";
const EVENT_SIZE = IS_PACKED ? 12 : 16;
const DATA_AT = IS_PACKED ? 4 : 8;

/**
 * An epoll set: the cost of a wait depends on the ready descriptors, not on the watched ones. A running wait sees
 * descriptors that are added and removed.
 */
export class EpollSet {
  readonly fd: number;
  readonly #libc: Libc;
  readonly #sleep: Sleep;
  readonly #event = new Uint8Array(EVENT_SIZE);
  #found = new Uint8Array(64 * EVENT_SIZE);

  constructor(libc: Libc) {
    this.#libc = libc;
    this.fd = libc.epoll_create1(EPOLL_CLOEXEC);
    if (this.fd < 0) throw new Error("[ws2kit] platform-node: no descriptor is left for a wait.");
    this.#sleep = new Sleep(libc, this.fd);
  }

  /** Adds a descriptor with its events (READY_*), or changes its events if `isMember`. */
  set(fd: number, ready: number, isMember: boolean): void {
    setUint32(this.#event, 0, pollEvents(ready));
    setUint32(this.#event, DATA_AT, fd);
    this.#libc.epoll_ctl(this.fd, isMember ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, this.#event);
  }

  remove(fd: number): void {
    this.#libc.epoll_ctl(this.fd, EPOLL_CTL_DEL, fd, this.#event);
  }

  /**
   * Waits until a descriptor is ready or `ms` milliseconds have passed. Returns the number of ready descriptors, at
   * most `most`.
   */
  wait(ms: number, most: number): number {
    if (most * EVENT_SIZE > this.#found.length) this.#found = new Uint8Array(most * EVENT_SIZE);
    return Math.max(0, this.#libc.epoll_wait(this.fd, this.#found, most, pollTime(ms)));
  }

  /** As `Sleep.on`, for the descriptors of the set. */
  sleep(ms: number, keepsAlive: boolean): Promise<void> {
    return this.#sleep.on(ms, keepsAlive);
  }

  /** The descriptor at `index` of the last wait's result. */
  foundAt(index: number): number {
    return getUint32(this.#found, index * EVENT_SIZE + DATA_AT);
  }
  eventsAt(index: number): number {
    return getUint32(this.#found, index * EVENT_SIZE);
  }

  close(): void {
    this.#sleep.close();
    this.#libc.close(this.fd);
  }
}
