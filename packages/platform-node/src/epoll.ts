import { getUint32, pollEvents, setUint32 } from "@ws2kit/spi";
import type { Libc } from "./libc.js";

const EPOLL_CLOEXEC = 0x80000;
const EPOLL_CTL_ADD = 1;
const EPOLL_CTL_DEL = 2;
const EPOLL_CTL_MOD = 3;

/**
 * `struct epoll_event`: the events, and 8 bytes of user data, which follow at once where the ABI packs the structure.
 */
const IS_PACKED = process.arch === "x64" || process.arch === "ia32";
const EVENT_SIZE = IS_PACKED ? 12 : 16;
const DATA_AT = IS_PACKED ? 4 : 8;

/** The most milliseconds that epoll_wait(2) and poll(2) take. */
const LONGEST = 0x7fffffff;

/**
 * Milliseconds as poll(2) and epoll_wait(2) take them: whole ones, rounded up, else the last one becomes a busy loop.
 */
export function pollTime(ms: number): number {
  return Math.min(Math.ceil(ms), LONGEST);
}

/**
 * A set of descriptors behind one descriptor: a wait costs what is ready, not what is watched.
 *
 * An asynchronous wait is a poll(2) on a thread of its own, and a running poll(2) holds every socket in its array:
 * closed meanwhile, such a socket sends no FIN and keeps its port until the call returns. An epoll set holds none, and
 * the running call sees what is added and removed.
 */
export class EpollSet {
  readonly fd: number;
  readonly #libc: Libc;
  readonly #event = new Uint8Array(EVENT_SIZE);
  #found = new Uint8Array(64 * EVENT_SIZE);

  constructor(libc: Libc) {
    this.#libc = libc;
    this.fd = libc.epoll_create1(EPOLL_CLOEXEC);
    if (this.fd < 0) throw new Error("[ws2kit] platform-node: no descriptor is left for a wait.");
  }

  /** Adds a descriptor with its events (READY_*), or changes them. */
  set(fd: number, ready: number, isMember: boolean): void {
    setUint32(this.#event, 0, pollEvents(ready));
    setUint32(this.#event, DATA_AT, fd);
    this.#libc.epoll_ctl(this.fd, isMember ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, this.#event);
  }

  remove(fd: number): void {
    this.#libc.epoll_ctl(this.fd, EPOLL_CTL_DEL, fd, this.#event);
  }

  /**
   * Waits until one of its descriptors is ready or `ms` have passed, and returns how many it found: `most`, or fewer.
   */
  wait(ms: number, most: number): number {
    if (most * EVENT_SIZE > this.#found.length) this.#found = new Uint8Array(most * EVENT_SIZE);
    return Math.max(0, this.#libc.epoll_wait(this.fd, this.#found, most, pollTime(ms)));
  }

  /** The descriptor that the last wait found at `index`, and its events as poll(2) numbers them. */
  foundAt(index: number): number {
    return getUint32(this.#found, index * EVENT_SIZE + DATA_AT);
  }
  eventsAt(index: number): number {
    return getUint32(this.#found, index * EVENT_SIZE);
  }

  close(): void {
    this.#libc.close(this.fd);
  }
}
