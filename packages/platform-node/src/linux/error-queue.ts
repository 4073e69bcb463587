import { AF_INET6, DWORD } from "@ws2kit/spi";
import type { Libc } from "./libc.js";
import { LINUX_IPPROTO_IPV6 } from "./options.js";

const LINUX_IPPROTO_IP = 0;
const IP_RECVERR = 11;
const IPV6_RECVERR = 25;
const MSG_ERRQUEUE = 0x2000;

/**
 * The ICMP errors of a datagram socket. With IP_RECVERR, the kernel reports them on a socket without a peer too: the
 * next call on the socket, even a send to another address, fails once with the error. A copy is in the error queue,
 * which poll(2) reports as POLLERR until it is read.
 */
export class ErrorQueue {
  readonly #libc: Libc;
  readonly #bytes = new Uint8Array(1);
  readonly #name = new Uint8Array(128);
  readonly #namelen = new Int32Array(1);

  constructor(libc: Libc) {
    this.#libc = libc;
  }

  /** Enables the report of ICMP errors on a new datagram socket; on an IPv6 socket for IPv4 too. */
  enable(fd: number, family: number): void {
    this.#libc.setsockopt(fd, LINUX_IPPROTO_IP, IP_RECVERR, DWORD(1), 4);
    if (family === AF_INET6) this.#libc.setsockopt(fd, LINUX_IPPROTO_IPV6, IPV6_RECVERR, DWORD(1), 4);
  }

  /** Empties the queue, and clears the error of the next call. Returns the number of errors in the queue. */
  clear(fd: number): number {
    for (let found = 0; ; found++) {
      this.#namelen[0] = this.#name.length;
      if (this.#libc.recvfrom(fd, this.#bytes, 1, MSG_ERRQUEUE, this.#name, this.#namelen) < 0) return found;
    }
  }
}
