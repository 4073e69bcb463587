import { setUint32 } from "@ws2kit/spi";
import { pollEvents } from "./interest.js";
import type { Libc } from "./libc.js";

const EPOLL_CLOEXEC = 0x80000;
const EPOLL_CTL_ADD = 1;
const EPOLL_CTL_DEL = 2;
const EPOLL_CTL_MOD = 3;

/**
 * A set of descriptors behind one descriptor.
 *
 * An asynchronous wait is a poll(2) on a thread of its own, and a running poll(2) holds every socket in its array:
 * closed meanwhile, such a socket sends no FIN and keeps its port until the call returns. An epoll set holds none, and
 * the running call sees what is added and removed.
 */
export class EpollSet {
  readonly fd: number;
  readonly #libc: Libc;
  /** `struct epoll_event`: the events, and 8 bytes of user data that nobody reads. */
  readonly #event = new Uint8Array(16);

  constructor(libc: Libc) {
    this.#libc = libc;
    this.fd = libc.epoll_create1(EPOLL_CLOEXEC);
    if (this.fd < 0) throw new Error("[ws2kit] platform-node: no descriptor is left for an asynchronous wait.");
  }

  /** Sets a descriptor's events (READY_*), 0 for none; `known`: it has had some before. */
  set(fd: number, ready: number, known: boolean): void {
    if (ready === 0 && !known) return;
    setUint32(this.#event, 0, pollEvents(ready));
    this.#libc.epoll_ctl(this.fd, ready === 0 ? EPOLL_CTL_DEL : known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, this.#event);
  }

  close(): void {
    this.#libc.close(this.fd);
  }
}
