import { WSAEACCES, WSAEADDRINUSE, WSAENOBUFS } from "@ws2kit/spi";
import { ANY_IPV4, ANY_IPV6, isIPv4, isWildcard } from "./address.js";

/** What a bound socket lets others do with its address. */
export const SHARE_DEFAULT = 0;
export const SHARE_REUSE = 1;
export const SHARE_EXCLUSIVE = 2;

/** What holds a port: a bound socket. */
export interface Binding {
  readonly boundIp: string;
  /** An IPv6 socket on `::` that takes IPv4 too. */
  readonly dualStack: boolean;
  readonly share: number;
}

const OK = 0;
const USED = -WSAEADDRINUSE;
const DENIED = -WSAEACCES;

/**
 * The second of two binds to one port whose addresses overlap. Rows: the first socket's way to share, wildcard then
 * specific; columns: the second's. Source: "Using SO_REUSEADDR and SO_EXCLUSIVEADDRUSE", the table for Windows
 * Server 2003 and later, both sockets of one user.
 */
const SECOND_BIND: readonly (readonly number[])[] = [
  // default W, S     reuse W, S       exclusive W, S
  [USED, OK, /*     */ DENIED, OK, /**/ USED, OK], //         default, wildcard
  [OK, USED, /*     */ OK, DENIED, /**/ USED, USED], //       default, specific
  [USED, OK, /*     */ OK, OK, /*    */ USED, OK], //         reuse, wildcard
  [OK, USED, /*     */ OK, OK, /*    */ USED, USED], //       reuse, specific
  [USED, DENIED, /* */ DENIED, DENIED, /**/ USED, DENIED], // exclusive, wildcard
  [OK, USED, /*     */ OK, DENIED, /**/ USED, USED], //       exclusive, specific
];

/** The ports of one host and one protocol, and which sockets hold them. */
export class PortTable<T extends Binding> {
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
      const error = overlap(holder, binding) ? SECOND_BIND[rank(holder)][rank(binding)] : 0;
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

  /** The socket that a packet to `ip` is for: of those that `wants` it, one bound to the address itself is first. */
  find(port: number, ip: string, wants: (holder: T) => boolean): T | null {
    let found: T | null = null;
    for (const holder of this.at(port)) {
      if (!covers(holder, ip) || !wants(holder)) continue;
      if (holder.boundIp === ip) return holder;
      found ??= holder;
    }
    return found;
  }
}

/** Whether packets to `ip` are for this binding. */
export function covers(binding: Binding, ip: string): boolean {
  const bound = binding.boundIp;
  if (bound === ip) return true;
  return isIPv4(ip) ? bound === ANY_IPV4 || (bound === ANY_IPV6 && binding.dualStack) : bound === ANY_IPV6;
}

function overlap(a: Binding, b: Binding): boolean {
  return covers(a, b.boundIp) || covers(b, a.boundIp);
}

function rank(binding: Binding): number {
  return 2 * binding.share + (isWildcard(binding.boundIp) ? 0 : 1);
}
