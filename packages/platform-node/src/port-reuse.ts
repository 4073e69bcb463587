import { DWORD } from "@ws2kit/spi";
import type { Libc } from "./libc.js";
import { EADDRINUSE } from "./linux-errors.js";
import { LINUX_SO_REUSEADDR, LINUX_SOL_SOCKET } from "./linux-options.js";

/**
 * Whose port it is: the two systems mean different things by SO_REUSEADDR.
 *
 * Winsock, nothing set: a port that only lingers in TIME_WAIT may be bound again, any other may not, whether its
 * socket listens or not. SO_REUSEADDR: a port may be bound again, whoever holds it.
 *
 * Linux, nothing set: TIME_WAIT bars the port. SO_REUSEADDR on both sockets: TIME_WAIT does not, but neither does a
 * socket that is bound and does not listen. SO_REUSEPORT on both: the port may be bound again.
 *
 * So Winsock's option is SO_REUSEPORT here, and Linux's SO_REUSEADDR is the stack's own: a stream socket gets it when
 * it listens, its connections inherit it and keep it in TIME_WAIT; and a bind that fails tries again with it, which
 * succeeds if TIME_WAIT was all that stood in the way.
 */
export class PortReuse {
  readonly #libc: Libc;

  constructor(libc: Libc) {
    this.#libc = libc;
  }

  /** bind(2) for a stream socket, as Winsock decides it: 0 or an errno. */
  bind(fd: number, name: Uint8Array, namelen: number): number {
    const errno = this.#bind(fd, name, namelen);
    if (errno !== EADDRINUSE) return errno;
    this.#allow(fd, 1);
    const retried = this.#bind(fd, name, namelen);
    this.#allow(fd, 0);
    return retried;
  }

  /** Before listen(2): the port of this listener's connections may be bound again once it is gone. */
  listening(fd: number): void {
    this.#allow(fd, 1);
  }

  #bind(fd: number, name: Uint8Array, namelen: number): number {
    return this.#libc.bind(fd, name, namelen) === 0 ? 0 : this.#libc.errno();
  }

  #allow(fd: number, on: number): void {
    this.#libc.setsockopt(fd, LINUX_SOL_SOCKET, LINUX_SO_REUSEADDR, DWORD(on), 4);
  }
}
