/**
 * The sockets of the system below: what the TCP/IP provider stands on. Small, flat and integer-valued, so that a
 * C host or a simulation implements it in a page.
 *
 * Every function answers a count, a descriptor or 0, or an error as a *negative Winsock number*
 * (`-WSAEWOULDBLOCK`). Nothing blocks and nothing throws. Descriptors are small non-negative integers, the
 * stack's own, and never leave the provider. Families, options, flags and addresses are Winsock's: `AF_INET6`
 * is 23, `SOL_SOCKET` 0xffff, an address a `sockaddr_in` or `sockaddr_in6` as `sockaddr.ts` lays it out. Where a
 * function writes an address, `name` has room for 28 bytes and the family tells how many count.
 *
 * A system with no descriptors left answers `-WSAEMFILE`, one whose network is down `-WSAENETDOWN`.
 */
export interface NetworkStack {
  /** A new descriptor. `type` and `protocol` are concrete: no wildcard reaches the stack. */
  open(family: number, type: number, protocol: number): number;
  /** Gives the descriptor back. Data already sent goes out; with SO_LINGER {1, 0} the connection is reset. */
  close(fd: number): number;
  /** Gives a descriptor its local address. */
  bind(fd: number, name: Uint8Array, namelen: number): number;
  /**
   * Starts a connection: 0 when it stands at once, `-WSAEWOULDBLOCK` while it is under way; then READY_OUT, with
   * READY_ERR and the reason in SO_ERROR if it has failed. On a datagram socket it fixes the peer, or, for an address
   * of family AF_UNSPEC, frees it again.
   */
  connect(fd: number, name: Uint8Array, namelen: number): number;
  /** Starts to accept connections; `backlog` of them may wait. */
  listen(fd: number, backlog: number): number;
  /** The descriptor of the next connection; writes its peer's address. */
  accept(fd: number, name: Uint8Array): number;

  /** Bytes taken, perhaps fewer than `len` on a stream. `flags`: MSG_OOB, MSG_DONTROUTE. */
  send(fd: number, buf: Uint8Array, off: number, len: number, flags: number): number;
  /**
   * Bytes of a stream, 0 at its end. Of a datagram, its *whole* length: more than `len` means that the rest is
   * gone. `flags`: MSG_PEEK, MSG_OOB.
   *
   * A datagram socket, connected or not, learns that nobody had the port of a datagram that it sent (ICMP's port
   * unreachable): the next receive returns `-WSAECONNRESET` once, before any datagram; with MSG_PEEK the error stays
   * for the next receive. No send fails for an earlier datagram. An error about a peer that `connect` has replaced is
   * dropped.
   */
  recv(fd: number, buf: Uint8Array, off: number, len: number, flags: number): number;
  /** As `send`, to an address of `namelen` bytes. */
  sendto(
    fd: number,
    buf: Uint8Array,
    off: number,
    len: number,
    flags: number,
    name: Uint8Array,
    namelen: number,
  ): number;
  /** As `recv`; writes the sender's address. */
  recvfrom(fd: number, buf: Uint8Array, off: number, len: number, flags: number, name: Uint8Array): number;
  /** `how`: SD_RECEIVE, SD_SEND, SD_BOTH. */
  shutdown(fd: number, how: number): number;

  /** The bytes written to `name`. */
  getsockname(fd: number, name: Uint8Array): number;
  /** As `getsockname`, for the peer. */
  getpeername(fd: number, name: Uint8Array): number;
  /**
   * The bytes written to `value`; `-WSAENOPROTOOPT` for an option that the system lacks. Values are Winsock's:
   * 4-byte ints, LINGER as two shorts. SO_ERROR is a Winsock number, and reading it clears it.
   */
  getsockopt(fd: number, level: number, optname: number, value: Uint8Array): number;
  /** Sets an option from the first `len` bytes of `value`; as `getsockopt` otherwise. */
  setsockopt(fd: number, level: number, optname: number, value: Uint8Array, len: number): number;
  /** Bytes that can be read now (FIONREAD). */
  available(fd: number): number;
  /** Bytes of a stream that were sent and have not reached the peer; 0 for any other socket. */
  unsent(fd: number): number;
  /**
   * SIOCATMARK: 0 while an urgent byte waits to be read with MSG_OOB, or stands ahead in a stream with SO_OOBINLINE;
   * else 1, of every socket that has none. Each urgent byte is read once: with MSG_OOB, in order of sending, or in line
   * if SO_OOBINLINE is set when it comes, or set before it is read. `available` does not count a byte that is read
   * apart. What a system that keeps a single urgent byte cannot do, its platform's README says.
   */
  atmark(fd: number): number;
  /** How many urgent bytes wait to be read apart. A system that keeps a single one leaves this out. */
  urgent?(fd: number): number;

  /**
   * Sets the conditions that `Platform.wait` waits for on this descriptor, and that `poll` reports: READY_IN |
   * READY_OUT | READY_PRI | READY_END; 0 for none. Closing the descriptor ends its watch.
   */
  watch(fd: number, events: number): number;
  /**
   * Lists the watched descriptors that are ready now, as pairs (descriptor, READY_* bits), and returns how many pairs
   * it wrote: at most `ready.length / 2`. A short list gives every descriptor its turn.
   *
   * A descriptor is ready while a condition holds that its watch asks for, and is reported for as long as it holds;
   * READY_ERR and READY_HUP are reported with such a condition and never alone, so that no wait ends for what it does
   * not wait for. A stream that has ended or failed is ready for READY_IN, READY_OUT and READY_END. On a datagram
   * socket a standing error counts as READY_IN, and the next receive returns it. Where the system reports a standing
   * condition that the watch does not ask for, the stack ends one wait for it at most, and then mutes the descriptor
   * until its watch changes.
   */
  poll(ready: Int32Array): number;

  /**
   * The addresses of a host name, one after the other in slots of 28 bytes, and how many; `family` AF_INET,
   * AF_INET6 or AF_UNSPEC. `-WSAHOST_NOT_FOUND` and its kin otherwise. May take as long as the system's own.
   */
  resolve(name: string, family: number, out: Uint8Array): number;

  /**
   * Writes the name of the host that has an address, in ASCII and without a terminator, and returns the bytes written,
   * at most `out.length`; with `namelen` 0, this machine's own name. `-WSAHOST_NOT_FOUND` and its kin otherwise. May
   * take as long as the system's own. A stack without names leaves it out.
   */
  hostName?(name: Uint8Array, namelen: number, out: Uint8Array): number;
}

export const READY_IN = 0x1;
export const READY_OUT = 0x2;
/** Urgent data. */
export const READY_PRI = 0x4;
/** The stream has failed: SO_ERROR has the reason. Reported with a condition of the watch, never alone. */
export const READY_ERR = 0x8;
/** Both directions of the stream have ended: reading ends after what is there. Reported as READY_ERR is. */
export const READY_HUP = 0x10;
/** The peer sends no more, though something may be left to read. */
export const READY_END = 0x20;
