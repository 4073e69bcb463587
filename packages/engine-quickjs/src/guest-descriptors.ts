import { WSAENOTSOCK } from "@ws2kit/spi";

/** What gives out small integers and takes them back: a network its descriptors, TLS its sessions. */
export interface Owner {
  close(fd: number): number;
}

/** The descriptors, or sessions, that a guest has opened: it may name no others, and they go when it goes. */
export class GuestDescriptors {
  readonly #owner: Owner | undefined;
  readonly #open = new Set<number>();

  /** Without an owner there is nothing to open. */
  constructor(owner: Owner | undefined) {
    this.#owner = owner;
  }

  /** Takes note of a result that is a descriptor, if it is one. */
  keep(fd: number): number {
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
