import { WSAEMFILE, WSAENOTSOCK } from "@ws2kit/spi";

/** What hands out small integers and takes them back: a network its descriptors, TLS its sessions. */
export interface Owner {
  close(fd: number): number;
}

/** The descriptors, or sessions, that a guest has opened: it may name no others, and they are closed when it ends. */
export class GuestDescriptors {
  readonly #owner: Owner | undefined;
  readonly #most: number;
  readonly #open = new Set<number>();

  /** Without an owner there is nothing to open. The guest may have `most` open at once. */
  constructor(owner: Owner | undefined, most: number) {
    this.#owner = owner;
    this.#most = most;
  }

  /**
   * What `open` returns, a new descriptor or a code; WSAEMFILE without a call where the guest has all that it may have.
   */
  add(open: () => number): number {
    if (this.#open.size >= this.#most) return -WSAEMFILE;
    const fd = open();
    if (fd >= 0) this.#open.add(fd);
    return fd;
  }

  has(fd: number): boolean {
    return this.#open.has(fd);
  }

  close(fd: number): number {
    return this.#owner !== undefined && this.#open.delete(fd) ? this.#owner.close(fd) : -WSAENOTSOCK;
  }

  closeAll(): void {
    for (const fd of this.#open) this.#owner?.close(fd);
    this.#open.clear();
  }
}
