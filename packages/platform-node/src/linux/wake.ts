import type { Wake } from "../system.js";
import type { Libc } from "./libc.js";

const EFD_CLOEXEC = 0x80000;
const EFD_NONBLOCK = 0x800;

/** An eventfd. */
export class EventWake implements Wake {
  readonly fd: number;
  readonly #libc: Libc;
  readonly #counter = new Uint8Array(8);

  constructor(libc: Libc) {
    this.#libc = libc;
    this.fd = libc.eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (this.fd < 0) throw new Error("[ws2kit] platform-node: no descriptor is left for a wake-up.");
  }

  raise(): void {
    this.#counter.fill(0);
    this.#counter[0] = 1;
    this.#libc.write(this.fd, this.#counter, 8);
  }

  clear(): void {
    this.#libc.read(this.fd, this.#counter, 8);
  }

  close(): void {
    this.#libc.close(this.fd);
  }
}
