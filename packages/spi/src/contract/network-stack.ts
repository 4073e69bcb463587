/**
 * The sockets of the system below the TCP/IP provider. It is small and uses only integers, so that a C host or a
 * simulation can implement it in a page.
 *
 * Every function returns a count, a descriptor or 0; or an error as a *negative Winsock number* (`-WSAEWOULDBLOCK`).
 * No function blocks or throws. Descriptors are small non-negative integers that the stack chooses; applications never
 * see them. Families, options, flags and addresses are Winsock's: `AF_INET6` is 23, `SOL_SOCKET` is 0xffff, and an
 * address is a `sockaddr_in` or `sockaddr_in6` with the layout in `sockaddr.ts`. If a function writes an address,
 * `name` has room for 28 bytes; the family decides how many are used.
 *
 * `-WSAEMFILE` means that no descriptor is left, `-WSAENETDOWN` that the network is down.
 */
export interface NetworkStack {
  /** Creates a socket and returns its descriptor. `type` and `protocol` are never 0. */
  open(family: number, type: number, protocol: number): number;
  /**
   * Closes a descriptor. Data that was sent before is still transmitted; with SO_LINGER {1, 0} the connection is reset.
   */
  close(fd: number): number;
  /** Binds a descriptor to a local address. */
  bind(fd: number, name: Uint8Array, namelen: number): number;
  /**
   * Connects a stream. Returns 0 if the connection is established at once, or `-WSAEWOULDBLOCK`: READY_OUT then reports
   * the end of the connect, with READY_ERR and the reason in SO_ERROR if it failed. On a datagram socket it sets the
   * peer; an address of family AF_UNSPEC removes the peer. Connecting to the broadcast address fails with `-WSAEACCES`
   * if SO_BROADCAST is off; a later `send` does not check that again.
   */
  connect(fd: number, name: Uint8Array, namelen: number): number;
  /** Makes a bound descriptor accept connections. At most `backlog` of them wait for `accept`. */
  listen(fd: number, backlog: number): number;
  /** Returns a descriptor of the next connection, and writes the address of its peer to `name`. */
  accept(fd: number, name: Uint8Array): number;

  /** Returns the number of bytes accepted; on a stream it may be less than `len`. `flags`: MSG_OOB, MSG_DONTROUTE. */
  send(fd: number, buf: Uint8Array, off: number, len: number, flags: number): number;
  /**
   * Receives at most `len` bytes. Returns the number of bytes of a stream, 0 at its end. For a datagram, returns its
   * *whole* length; if that is more than `len`, the rest is discarded. `flags`: MSG_PEEK, MSG_OOB.
   *
   * When the port of a sent datagram is unreachable (ICMP), the next receive of the socket, connected or not, returns
   * `-WSAECONNRESET` once, before any datagram; with MSG_PEEK the error remains for the next receive. A send never
   * fails because of an earlier datagram. An error for a peer that `connect` has replaced is discarded.
   */
  recv(fd: number, buf: Uint8Array, off: number, len: number, flags: number): number;
  /**
   * Sends as `send` does, to the address in the first `namelen` bytes of `name`. Sending to port 0 succeeds, and the
   * datagram is lost.
   */
  sendto(
    fd: number,
    buf: Uint8Array,
    off: number,
    len: number,
    flags: number,
    name: Uint8Array,
    namelen: number,
  ): number;
  /** Receives as `recv` does, and writes the sender's address to `name`. */
  recvfrom(fd: number, buf: Uint8Array, off: number, len: number, flags: number, name: Uint8Array): number;
  /**
   * Sends a datagram as `sendto` does, or as `send` if `namelen` is 0, with the header fields in `packet`
   * (PACKET_INFO_SIZE bytes) in place of the socket's options. Returns `-WSAEADDRNOTAVAIL` for a source address that is
   * not the machine's. Absent on a stack that cannot set header fields.
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
   * Receives a datagram as `recvfrom` does, and writes its header fields to `packet`. A stack may report only the
   * fields that an option asks for: IP_PKTINFO, IP_RECVTTL, IP_RECVTOS, IPV6_PKTINFO, IPV6_HOPLIMIT, IPV6_RECVTCLASS.
   * Absent on a stack that cannot report header fields.
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
  /** Ends receiving, sending or both. `how`: SD_RECEIVE, SD_SEND, SD_BOTH. */
  shutdown(fd: number, how: number): number;

  /** Writes the local address to `name`, and returns its length in bytes. */
  getsockname(fd: number, name: Uint8Array): number;
  /** Writes the peer's address to `name`, and returns its length in bytes. */
  getpeername(fd: number, name: Uint8Array): number;
  /**
   * Writes an option to `value`, and returns the number of bytes; `-WSAENOPROTOOPT` for an option that the system
   * lacks. Values are Winsock's: 4-byte ints, LINGER as two shorts. SO_ERROR is a Winsock number, and reading it clears
   * it.
   */
  getsockopt(fd: number, level: number, optname: number, value: Uint8Array): number;
  /** Sets an option from the first `len` bytes of `value`. Values and codes are those of `getsockopt`. */
  setsockopt(fd: number, level: number, optname: number, value: Uint8Array, len: number): number;
  /** Returns the number of bytes that can be received now (FIONREAD). */
  available(fd: number): number;
  /** Returns the number of bytes of a stream that were sent and have not reached the peer; 0 for any other socket. */
  unsent(fd: number): number;
  /**
   * SIOCATMARK: returns 0 while an urgent byte can be received with MSG_OOB, or is ahead in a stream with SO_OOBINLINE;
   * otherwise 1. Each urgent byte is received once: with MSG_OOB, in the order of sending, or in line, if SO_OOBINLINE
   * is set before it is received. `available` does not count bytes that need MSG_OOB. A platform's README lists what a
   * system that stores a single urgent byte cannot do.
   */
  atmark(fd: number): number;
  /**
   * Returns how many urgent bytes can be received with MSG_OOB. Absent on a system that stores a single urgent byte.
   */
  urgent?(fd: number): number;

  /**
   * Sets the conditions that `Platform.wait` waits for on this descriptor, and that `poll` reports: READY_IN |
   * READY_OUT | READY_PRI | READY_END; 0 ends the watch, and so does closing the descriptor.
   */
  watch(fd: number, events: number): number;
  /**
   * Writes the watched descriptors that are ready now, as pairs (descriptor, READY_* bits), and returns the number of
   * pairs, at most `ready.length / 2`. If more are ready, later calls report the others.
   *
   * A descriptor is ready while a condition of its watch holds. READY_ERR and READY_HUP are reported only together with
   * such a condition, so that they alone do not end a wait. A stream that has ended or failed is ready for READY_IN,
   * READY_OUT and READY_END. On a datagram socket, a pending error counts as READY_IN, and the next receive returns it.
   * If the system reports a lasting condition that is not in the watch, the stack ends at most one wait for it, and
   * mutes the descriptor until its watch changes.
   */
  poll(ready: Int32Array): number;

  /**
   * Writes the addresses of a host name, each in 28 bytes, and returns how many. `family` is AF_INET, AF_INET6 or
   * AF_UNSPEC. It blocks for as long as the system's resolver does. Returns `-WSAHOST_NOT_FOUND` or a similar error
   * otherwise.
   */
  resolve(name: string, family: number, out: Uint8Array): number;

  /**
   * Looks up a host name while the program goes on, and calls `done` once, on the host's event loop: the next `resolve`
   * of that name and family does not block then. If the program blocks in `Platform.wait` before, `done` is called at
   * once, and that `resolve` blocks. Absent on a stack whose resolver only blocks.
   */
  resolveInBackground?(name: string, family: number, done: () => void): void;

  /**
   * Writes the name of the host at an address, or with `namelen` 0 the name of this machine, in ASCII without a
   * terminator. Returns the number of bytes, at most `out.length`, or `-WSAHOST_NOT_FOUND` or a similar error. It
   * blocks as long as the system's resolver does. Absent on a stack without names.
   */
  hostName?(name: Uint8Array, namelen: number, out: Uint8Array): number;
}

/** Data, a connection to accept, or the end of the stream can be received. */
export const READY_IN = 0x1;
/** There is room to send, or a connect has ended. */
export const READY_OUT = 0x2;
/** Urgent data can be received. */
export const READY_PRI = 0x4;
/** The stream has failed: SO_ERROR has the reason. Reported with a condition of the watch, never alone. */
export const READY_ERR = 0x8;
/**
 * Both directions of the stream have ended: only data that has arrived can be received. Like READY_ERR, it is reported
 * only with a condition of the watch.
 */
export const READY_HUP = 0x10;
/** The peer has ended sending; there may be data left to receive. */
export const READY_END = 0x20;
