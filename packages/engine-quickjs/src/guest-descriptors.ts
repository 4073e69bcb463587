import { WSAEMFILE, WSAENOTSOCK } from "@ws2kit/spi";

/** The owner of small integers that it allocates and frees: descriptors of a network, sessions of TLS. */
export interface Owner {
  close(fd: number): number;
}

/** The descriptors or sessions that a guest opened. It may name no others; they are closed when it ends. */
export class GuestDescriptors {
  readonly #owner: Owner | undefined;
  readonly #most: number;
  readonly #open = new Set<number>();

  /** `owner`: absent if the device has none of them. `most`: how many may be open at once. */
  constructor(owner: Owner | undefined, most: number) {
    this.#owner = owner;
    this.#most = most;
  }

  /**
   * Calls `open` and returns its result, a new descriptor or a code; without a call, -WSAEMFILE at the limit.
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
