import {
  AF_INET6,
  covers,
  DWORD,
  type Holder,
  readDWORD,
  SHARE_DEFAULT,
  SHARE_REUSE,
  secondBind,
  sockaddrFamily,
  sockaddrHost,
  sockaddrPort,
  sockaddrSize,
  WSAEACCES,
} from "@ws2kit/spi";
import type { Libc } from "./libc.js";
import { LinuxAddress } from "./linux-address.js";
import { EADDRINUSE, winsockError } from "./linux-errors.js";
import {
  LINUX_IPPROTO_IPV6,
  LINUX_IPV6_V6ONLY,
  LINUX_SO_REUSEADDR,
  LINUX_SO_REUSEPORT,
  LINUX_SOL_SOCKET,
} from "./linux-options.js";

/** A bound socket of this Node process. */
interface Bound extends Holder {
  readonly fd: number;
  share: number;
  readonly isStream: boolean;
  readonly port: number;
  /** What bind(2) was called with, and the port that it chose. */
  readonly name: Uint8Array;
}

/** The bound sockets of this Node process, by descriptor: machines of one process share the system's ports. */
const BOUND = new Map<number, Bound>();

/**
 * Who may bind a port: Winsock's table (`secondBind`) between the sockets of this process, Linux's rules towards
 * others.
 *
 * Linux, nothing set: bind fails where addresses overlap (a wildcard overlaps each address) and in TIME_WAIT.
 * SO_REUSEADDR on both: TIME_WAIT does not, but neither does a socket that is bound and does not listen. SO_REUSEPORT
 * on both, of one user: the port may be bound again.
 *
 * So SO_REUSEPORT is set on sockets whose addresses overlap where the table allows it, for as long as bind(2) or
 * listen(2) takes, and stays only where Winsock's SO_REUSEADDR is set. Linux's SO_REUSEADDR is the stack's own: a
 * stream socket gets it when it listens, its connections inherit it and keep it in TIME_WAIT; and a bind that fails
 * tries again with it, which succeeds if TIME_WAIT was all that stood in the way.
 */
export class PortSharing {
  readonly #libc: Libc;
  /** SHARE_* of sockets that have set it. */
  readonly #shares = new Map<number, number>();
  readonly #address = new LinuxAddress();

  constructor(libc: Libc) {
    this.#libc = libc;
  }

  /** SHARE_*, as SO_REUSEADDR or SO_EXCLUSIVEADDRUSE has it. */
  setShare(fd: number, share: number): void {
    this.#shares.set(fd, share);
    const bound = BOUND.get(fd);
    if (bound !== undefined) bound.share = share;
  }

  share(fd: number): number {
    return this.#shares.get(fd) ?? SHARE_DEFAULT;
  }

  /** bind(2) as Winsock decides it: 0 or a negative Winsock number. */
  bind(fd: number, isStream: boolean, name: Uint8Array, namelen: number): number {
    const length = this.#address.set(name, namelen);
    const isWhole = length >= sockaddrSize(sockaddrFamily(name)) && length >= 16;
    const wanted = isWhole ? this.#wanted(fd, isStream, name) : null;
    const sharers: Bound[] = [];
    for (const holder of wanted === null || wanted.port === 0 ? [] : BOUND.values()) {
      if (holder.isStream !== isStream || holder.port !== wanted?.port) continue;
      const code = secondBind(holder, wanted);
      if (code !== 0) return code;
      if (overlap(holder, wanted)) sharers.push(holder);
    }
    const errno = this.#together(wanted, sharers, () => this.#bind(fd, isStream, length));
    // With SO_REUSEADDR, the table of binds has no other code
    if (errno === EADDRINUSE && this.share(fd) === SHARE_REUSE) return -WSAEACCES;
    if (errno !== 0) return -winsockError(errno);
    if (wanted !== null) BOUND.set(fd, wanted.port === 0 ? this.#chosen(wanted) : wanted);
    return 0;
  }

  /**
   * Binds a stream again whose connect has failed: Linux lets go of a port that it has chosen. Whether it was bound.
   */
  bindAgain(fd: number): boolean {
    const bound = BOUND.get(fd);
    if (bound !== undefined) this.#libc.bind(fd, bound.name, bound.name.length);
    return bound !== undefined;
  }

  /** listen(2), which looks at the port once more: 0 or an errno. */
  listen(fd: number, backlog: number): number {
    // the port of this listener's connections may be bound again once it is gone
    this.#set(fd, LINUX_SO_REUSEADDR, 1);
    const own = BOUND.get(fd) ?? null;
    const sharers: Bound[] = [];
    if (own !== null) {
      for (const holder of BOUND.values()) {
        if (holder !== own && holder.isStream && holder.port === own.port && overlap(holder, own)) sharers.push(holder);
      }
    }
    return this.#together(own, sharers, () => (this.#libc.listen(fd, backlog) === 0 ? 0 : this.#libc.errno()));
  }

  /** The descriptor is about to be closed. */
  closed(fd: number): void {
    BOUND.delete(fd);
    this.#shares.delete(fd);
  }

  #wanted(fd: number, isStream: boolean, name: Uint8Array): Bound {
    const host = sockaddrHost(name);
    const mapped = /^::ffff:([0-9.]+)$/.exec(host);
    const boundIp = mapped !== null ? mapped[1] : host === "::ffff:0:0" ? "0.0.0.0" : host;
    const dualStack = sockaddrFamily(name) === AF_INET6 && !this.#isV6Only(fd);
    const bytes = this.#address.bytes.slice(0, sockaddrSize(sockaddrFamily(name)));
    return { fd, isStream, share: this.share(fd), boundIp, dualStack, port: sockaddrPort(name), name: bytes };
  }

  #isV6Only(fd: number): boolean {
    const value = new Uint8Array(4);
    this.#libc.getsockopt(fd, LINUX_IPPROTO_IPV6, LINUX_IPV6_V6ONLY, value, Int32Array.of(4));
    return readDWORD(value) !== 0;
  }

  /** With the port that the kernel has chosen. */
  #chosen(bound: Bound): Bound {
    const { bytes, length } = this.#address.clear();
    this.#libc.getsockname(bound.fd, bytes, length);
    bound.name.set(bytes.subarray(2, 4), 2);
    return { ...bound, port: sockaddrPort(bytes) };
  }

  /** Runs a call for `own`, while it and the sockets that it may share with have SO_REUSEPORT. */
  #together(own: Bound | null, sharers: readonly Bound[], call: () => number): number {
    if (own === null || sharers.length === 0) return call();
    const all = [own, ...sharers];
    for (const { fd } of all) this.#set(fd, LINUX_SO_REUSEPORT, 1);
    const errno = call();
    for (const { fd, share } of all) if (share !== SHARE_REUSE) this.#set(fd, LINUX_SO_REUSEPORT, 0);
    return errno;
  }

  #bind(fd: number, isStream: boolean, length: number): number {
    const once = () => (this.#libc.bind(fd, this.#address.bytes, length) === 0 ? 0 : this.#libc.errno());
    const errno = once();
    if (errno !== EADDRINUSE || !isStream) return errno;
    this.#set(fd, LINUX_SO_REUSEADDR, 1);
    const retried = once();
    this.#set(fd, LINUX_SO_REUSEADDR, 0);
    return retried;
  }

  #set(fd: number, option: number, value: number): void {
    this.#libc.setsockopt(fd, LINUX_SOL_SOCKET, option, DWORD(value), 4);
  }
}

function overlap(a: Holder, b: Holder): boolean {
  return covers(a, b.boundIp) || covers(b, a.boundIp);
}
