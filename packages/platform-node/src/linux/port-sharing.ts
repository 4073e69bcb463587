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
import { LinuxAddress } from "./address.js";
import { EADDRINUSE, winsockError } from "./errors.js";
import type { Libc } from "./libc.js";
import {
  LINUX_IPPROTO_IPV6,
  LINUX_IPV6_V6ONLY,
  LINUX_SO_REUSEADDR,
  LINUX_SO_REUSEPORT,
  LINUX_SOL_SOCKET,
} from "./options.js";

/** A bound socket of this Node process. */
interface Bound extends Holder {
  readonly fd: number;
  share: number;
  readonly isStream: boolean;
  readonly port: number;
  /** The address that was passed to bind(2), with the port that it chose. */
  readonly name: Uint8Array;
}

/** The bound sockets of this Node process, by descriptor. The machines of one process share the system's ports. */
const BOUND = new Map<number, Bound>();

/**
 * Decides whether a socket may bind a port: by Winsock's table (`secondBind`) between sockets of this process, and by
 * Linux's rules for sockets of other processes.
 *
 * On Linux, without options, bind fails if addresses overlap (a wildcard overlaps each address), and in TIME_WAIT. With
 * SO_REUSEADDR on both sockets, bind succeeds in TIME_WAIT, but also if the other socket is bound and does not listen.
 * With SO_REUSEPORT on both, of one user, the port may be bound again.
 *
 * So this class sets SO_REUSEPORT on sockets with overlapping addresses if the table allows the bind, during bind(2) or
 * listen(2); it remains set only if Winsock's SO_REUSEADDR is set. Linux's SO_REUSEADDR is used internally: a stream
 * socket sets it when it listens, and its connections inherit it and keep it in TIME_WAIT. A failed bind is repeated
 * with it, which succeeds if only TIME_WAIT was in the way.
 */
export class PortSharing {
  readonly #libc: Libc;
  /** SHARE_* of the sockets that set SO_REUSEADDR or SO_EXCLUSIVEADDRUSE. */
  readonly #shares = new Map<number, number>();
  readonly #address = new LinuxAddress();

  constructor(libc: Libc) {
    this.#libc = libc;
  }

  /** Records the SHARE_* value for SO_REUSEADDR or SO_EXCLUSIVEADDRUSE. */
  setShare(fd: number, share: number): void {
    this.#shares.set(fd, share);
    const bound = BOUND.get(fd);
    if (bound !== undefined) bound.share = share;
  }

  share(fd: number): number {
    return this.#shares.get(fd) ?? SHARE_DEFAULT;
  }

  /** Calls bind(2) by Winsock's rules. Returns 0 or a negative Winsock number. */
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
    // With SO_REUSEADDR, this is the only code of the table of binds
    if (errno === EADDRINUSE && this.share(fd) === SHARE_REUSE) return -WSAEACCES;
    if (errno !== 0) return -winsockError(errno);
    if (wanted !== null) BOUND.set(fd, wanted.port === 0 ? this.#chosen(wanted) : wanted);
    return 0;
  }

  /**
   * Binds a stream again after a failed connect, because Linux releases a port that it chose. Returns whether the
   * stream was bound.
   */
  bindAgain(fd: number): boolean {
    const bound = BOUND.get(fd);
    if (bound !== undefined) this.#libc.bind(fd, bound.name, bound.name.length);
    return bound !== undefined;
  }

  /** Calls listen(2), which checks the port again. Returns 0 or an errno. */
  listen(fd: number, backlog: number): number {
    // allows binding the port of this listener's connections again after it is closed
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

  /** Removes a descriptor that is about to be closed. */
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

  /** Adds the port that the kernel chose. */
  #chosen(bound: Bound): Bound {
    const { bytes, length } = this.#address.clear();
    this.#libc.getsockname(bound.fd, bytes, length);
    bound.name.set(bytes.subarray(2, 4), 2);
    return { ...bound, port: sockaddrPort(bytes) };
  }

  /** Runs a call for `own` while SO_REUSEPORT is set on it and on the sockets that it may share the port with. */
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
