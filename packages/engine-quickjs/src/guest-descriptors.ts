import { type NetworkStack, WSAENOTSOCK } from "@ws2kit/spi";

/** The descriptors that a guest has opened: it may name no others, and they go when it goes. */
export class GuestDescriptors {
  readonly #network: NetworkStack;
  readonly #open = new Set<number>();

  constructor(network: NetworkStack) {
    this.#network = network;
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
    return this.#open.delete(fd) ? this.#network.close(fd) : -WSAENOTSOCK;
  }

  closeAll(): void {
    for (const fd of this.#open) this.#network.close(fd);
    this.#open.clear();
  }
}
