/**
 * The sockets of the system below the TCP/IP provider. It is small and uses integers only, so that a C host or a
 * simulation implements it in a page.
 *
 * Every function returns a count, a descriptor or 0; or an error as a *negative Winsock number* (`-WSAEWOULDBLOCK`).
 * No function blocks or throws. Descriptors are small non-negative integers of the stack, which never leave the
 * provider. Families, options, flags and addresses are Winsock's: `AF_INET6` is 23, `SOL_SOCKET` 0xffff, an address a
 * `sockaddr_in` or `sockaddr_in6` as `sockaddr.ts` lays it out. Where a function writes an address, `name` has room for
 * 28 bytes, and the family decides how many are used.
 *
 * `-WSAEMFILE` means that no descriptor is left, `-WSAENETDOWN` that the network is down.
 */
export interface NetworkStack {
  /** Creates a descriptor. `type` and `protocol` are never 0 for any. */
  open(family: number, type: number, protocol: number): number;
  /** Closes a descriptor. Data that was sent before still leaves; with SO_LINGER {1, 0} the connection is reset. */
  close(fd: number): number;
  /** Gives a descriptor its local address. */
  bind(fd: number, name: Uint8Array, namelen: number): number;
  /**
   * Starts a connection: returns 0 if it is established at once, `-WSAEWOULDBLOCK` while it is under way. READY_OUT
   * then reports its end, with READY_ERR and the reason in SO_ERROR if it failed. On a datagram socket it sets the
   * peer, or removes it, for an address of family AF_UNSPEC. The broadcast address as the peer is `-WSAEACCES` while
   * SO_BROADCAST is off; what `send` sends there later is not checked again.
   */
  connect(fd: number, name: Uint8Array, namelen: number): number;
  /** Starts to accept connections; `backlog` of them may wait. */
  listen(fd: number, backlog: number): number;
  /** Returns the descriptor of the next connection, and writes its peer's address. */
  accept(fd: number, name: Uint8Array): number;

  /** Returns the number of bytes accepted; on a stream it may be less than `len`. `flags`: MSG_OOB, MSG_DONTROUTE. */
  send(fd: number, buf: Uint8Array, off: number, len: number, flags: number): number;
  /**
   * Returns the number of bytes of a stream, 0 at its end; of a datagram, its *whole* length: if that is more than
   * `len`, the rest is discarded. `flags`: MSG_PEEK, MSG_OOB.
   *
   * When the port of a sent datagram is unreachable (ICMP), the next receive of the socket, connected or not, returns
   * `-WSAECONNRESET` once, before any datagram; with MSG_PEEK the error remains for the next receive. No send fails for
   * an earlier datagram. An error about a peer that `connect` has replaced is discarded.
   */
  recv(fd: number, buf: Uint8Array, off: number, len: number, flags: number): number;
  /** As `send`, to an address of `namelen` bytes. What goes to port 0 counts as sent, and reaches nobody. */
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
  /**
   * As `sendto`, or as `send` where `namelen` is 0, for a datagram: what PACKET_INFO_SIZE bytes of `packet` hold counts
   * instead of the socket's own. `-WSAEADDRNOTAVAIL` for a source that is not the machine's. A stack that cannot set
   * header fields leaves it out.
   */
  sendmsg?(
    fd: number,
    buf: Uint8Array,
    off: number,
    len: number,
    flags: number,
    name: Uint8Array,
    namelen: number,
    packet: Uint8Array,
  ): number;
  /**
   * As `recvfrom`, for a datagram, and writes its header fields to `packet`. A stack may report only what an option
   * asks for: IP_PKTINFO, IP_RECVTTL, IP_RECVTOS, IPV6_PKTINFO, IPV6_HOPLIMIT, IPV6_RECVTCLASS. One that knows no
   * header fields leaves it out.
   */
  recvmsg?(
    fd: number,
    buf: Uint8Array,
    off: number,
    len: number,
    flags: number,
    name: Uint8Array,
    packet: Uint8Array,
  ): number;
  /** `how`: SD_RECEIVE, SD_SEND, SD_BOTH. */
  shutdown(fd: number, how: number): number;

  /** Writes the local address to `name`, and returns its bytes. */
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
  /** Returns the bytes that can be received now (FIONREAD). */
  available(fd: number): number;
  /** Returns the bytes of a stream that were sent and have not reached the peer; 0 for any other socket. */
  unsent(fd: number): number;
  /**
   * SIOCATMARK: returns 0 while an urgent byte can be received with MSG_OOB, or is ahead in a stream with SO_OOBINLINE;
   * otherwise 1. Each urgent byte is received once: with MSG_OOB, in the order of sending, or in line, if SO_OOBINLINE
   * is set before it is received. `available` does not count bytes that need MSG_OOB. A platform's README lists what a
   * system that stores a single urgent byte cannot do.
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
   * Writes the watched descriptors that are ready now, as pairs (descriptor, READY_* bits), and returns the number of
   * pairs, at most `ready.length / 2`. If more are ready, later calls report the others.
   *
   * A descriptor is ready while a condition of its watch holds. READY_ERR and READY_HUP are reported only together with
   * such a condition, so that no wait ends for a condition that it does not wait for. A stream that has ended or failed
   * is ready for READY_IN, READY_OUT and READY_END. On a datagram socket, a pending error counts as READY_IN, and the
   * next receive returns it. Where the system reports a lasting condition that is not in the watch, the stack ends at
   * most one wait for it, and mutes the descriptor until its watch changes.
   */
  poll(ready: Int32Array): number;

  /**
   * Writes the addresses of a host name, each in 28 bytes, and returns how many. `family` is AF_INET, AF_INET6 or
   * AF_UNSPEC. It blocks for as long as the system's resolver does. Returns `-WSAHOST_NOT_FOUND` or the like otherwise.
   */
  resolve(name: string, family: number, out: Uint8Array): number;

  /**
   * Writes the name of the host that has an address, in ASCII and without a terminator, and returns the bytes written,
   * at most `out.length`; with `namelen` 0, the name of this machine. Returns `-WSAHOST_NOT_FOUND` or the like
   * otherwise. It blocks for as long as the system's resolver does. A stack without names leaves it out.
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
