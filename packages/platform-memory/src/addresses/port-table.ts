import { covers, type Holder, secondBind, WSAENOBUFS } from "@ws2kit/spi";
import { familyOf } from "./address.js";

/** The ports of one host and one protocol, and the sockets that are bound to them. */
export class PortTable<T extends Holder> {
  readonly #holders = new Map<number, T[]>();
  #cursor: number;

  constructor(
    readonly first: number,
    readonly last: number,
  ) {
    this.#cursor = first;
  }

  /** Binds `binding` to a port. Returns 0, or a negative Winsock number if the port is not free. */
  claim(port: number, binding: T): number {
    const holders = this.#holders.get(port);
    if (holders === undefined) {
      this.#holders.set(port, [binding]);
      return 0;
    }
    for (const holder of holders) {
      const error = secondBind(holder, binding);
      if (error !== 0) return error;
    }
    holders.push(binding);
    return 0;
  }

  release(port: number, binding: T): void {
    const holders = this.#holders.get(port);
    if (holders === undefined) return;
    const left = holders.filter((holder) => holder !== binding);
    if (left.length === 0) this.#holders.delete(port);
    else this.#holders.set(port, left);
  }

  /** The next free ephemeral port, or `-WSAENOBUFS`. */
  ephemeral(): number {
    for (let tried = this.first; tried <= this.last; tried++) {
      const port = this.#cursor;
      this.#cursor = port === this.last ? this.first : port + 1;
      if (!this.#holders.has(port)) return port;
    }
    return -WSAENOBUFS;
  }

  at(port: number): readonly T[] {
    return this.#holders.get(port) ?? [];
  }

  /**
   * Finds the socket that receives a packet to `ip`. Of the sockets for which `wants` is true, one that is bound to
   * `ip` comes first, then one of the address's family.
   */
  find(port: number, ip: string, wants: (holder: T) => boolean): T | null {
    let found: T | null = null;
    for (const holder of this.at(port)) {
      if (!covers(holder, ip) || !wants(holder)) continue;
      if (holder.boundIp === ip) return holder;
      if (found === null || (familyOf(found.boundIp) !== familyOf(ip) && familyOf(holder.boundIp) === familyOf(ip))) {
        found = holder;
      }
    }
    return found;
  }
}
