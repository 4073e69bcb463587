import { covers, type Holder, secondBind, WSAENOBUFS } from "@ws2kit/spi";
import { familyOf } from "./address.js";

/** The ports of one host and one protocol, and which sockets hold them. */
export class PortTable<T extends Holder> {
  readonly #holders = new Map<number, T[]>();
  #cursor: number;

  constructor(
    readonly first: number,
    readonly last: number,
  ) {
    this.#cursor = first;
  }

  /** 0, or why `binding` cannot have the port. */
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

  /** The next ephemeral port that nobody holds, or `-WSAENOBUFS`. */
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
   * The socket that a packet to `ip` is for: of those that `wants` it, one bound to the address itself is first, then
   * one of the address's own family.
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
