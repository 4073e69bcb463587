import { DWORD, MSG_OOB, MSG_PEEK, readDWORD } from "@ws2kit/spi";
import type { Libc } from "./libc.js";
import { LINUX_SO_OOBINLINE, LINUX_SOL_SOCKET } from "./options.js";

const SIOCATMARK = 0x8905;
const FIONREAD = 0x541b;
const POLLPRI = 0x2;

/**
 * Urgent data by Winsock's rules, as far as the kernel supports them. Linux stores one urgent byte. It stays in the
 * stream after MSG_OOB has read it, so that it would be read again after SO_OOBINLINE or the next urgent byte. This
 * class discards such a byte when reading reaches it.
 */
export class UrgentData {
  readonly #libc: Libc;
  /** By descriptor: the distance in bytes to each byte that MSG_OOB has read, counted from the previous one. */
  readonly #gaps = new Map<number, number[]>();
  /** Descriptors with an unread urgent byte when SO_OOBINLINE was set. */
  readonly #moved = new Set<number>();
  readonly #byte = new Uint8Array(1);
  readonly #int = new Int32Array(1);
  readonly #entry = new Int32Array(2);

  constructor(libc: Libc) {
    this.#libc = libc;
  }

  /** Whether a byte that MSG_OOB has read is ahead, so that a receive must stop before it. */
  stops(fd: number): boolean {
    return this.#gaps.size > 0 && this.#gaps.has(fd);
  }

  /** The number of bytes before the next byte that MSG_OOB has read. */
  reach(fd: number): number {
    return this.#gaps.get(fd)?.[0] ?? Infinity;
  }

  /** Records that MSG_OOB has read a byte; discards it now, or when reading reaches it. */
  taken(fd: number): void {
    const gaps = this.#gaps.get(fd) ?? [];
    const known = gaps.reduce((sum, gap) => sum + gap + 1, 0);
    const isAtMark = this.#ioctl(fd, SIOCATMARK) === 1;
    gaps.push(isAtMark ? 0 : Math.max(0, this.#ioctl(fd, FIONREAD) - known));
    this.#gaps.set(fd, gaps);
    this.passed(fd, 0);
  }

  /** Records that `count` bytes were read; discards the byte that reading has reached. */
  passed(fd: number, count: number): void {
    const gaps = this.#gaps.get(fd) as number[];
    gaps[0] -= count;
    const inline = this.isInline(fd);
    while (gaps.length > 0 && gaps[0] <= 0) {
      // the kernel returns the byte at its mark only in line
      if (!inline) this.#setInline(fd, 1);
      this.#libc.recv(fd, this.#byte, 1, 0);
      if (!inline) this.#setInline(fd, 0);
      gaps.shift();
    }
    if (gaps.length === 0) this.#gaps.delete(fd);
  }

  /** Called before SO_OOBINLINE is set: an unread urgent byte stays urgent (SIOCATMARK), and is read in line. */
  goesInline(fd: number): void {
    if (this.#waits(fd)) this.#moved.add(fd);
  }

  /** SIOCATMARK: 0 while an urgent byte waits for MSG_OOB, or is ahead in the stream; otherwise 1. */
  atMark(fd: number): number {
    if (!this.isInline(fd)) return this.#waits(fd) ? 0 : 1;
    const stands = this.#stands(fd);
    if (!stands) this.#moved.delete(fd);
    if (this.#moved.has(fd)) return 0;
    return stands && this.#ioctl(fd, SIOCATMARK) === 0 ? 0 : 1;
  }

  isInline(fd: number): boolean {
    this.#int[0] = 4;
    const value = new Uint8Array(4);
    this.#libc.getsockopt(fd, LINUX_SOL_SOCKET, LINUX_SO_OOBINLINE, value, this.#int);
    return readDWORD(value) !== 0;
  }

  /** Removes a descriptor that is about to be closed. */
  forget(fd: number): void {
    this.#gaps.delete(fd);
    this.#moved.delete(fd);
  }

  #waits(fd: number): boolean {
    return this.#libc.recv(fd, this.#byte, 1, MSG_OOB | MSG_PEEK) > 0;
  }

  /** Whether an urgent byte has arrived that reading has not passed. */
  #stands(fd: number): boolean {
    this.#entry[0] = fd;
    this.#entry[1] = POLLPRI;
    return this.#libc.poll(this.#entry, 1, 0) > 0 && ((this.#entry[1] >>> 16) & POLLPRI) !== 0;
  }

  #setInline(fd: number, value: number): void {
    this.#libc.setsockopt(fd, LINUX_SOL_SOCKET, LINUX_SO_OOBINLINE, DWORD(value), 4);
  }

  #ioctl(fd: number, request: number): number {
    this.#int[0] = 0;
    this.#libc.ioctl(fd, request, this.#int);
    return this.#int[0];
  }
}
