/** The version of the `DeviceHost` interface. It changes whenever the meaning of a function changes. */
export const DEVICE_ABI = 2;

/**
 * The porting contract: the object that a host installs as `globalThis.ws2host` before it evaluates a bundle.
 *
 * Unless stated otherwise, a function returns an integer: a count, a descriptor or 0; or an error as a *negative
 * Winsock number* (-10035 is WSAEWOULDBLOCK). Only `poll`, `resolve` and `getnameinfo` block. No function throws or
 * uses `this`. Only `run` stores an argument.
 *
 * Memory is `buf: ArrayBuffer, off, len`: the bytes `[off, off + len)` of the buffer. The guest ensures that the range
 * is inside the buffer. In QuickJS the bytes begin at `JS_GetArrayBuffer(ctx, &size, buf) + off`.
 *
 * Descriptors are small non-negative integers that the host chooses. The host checks that it returned the descriptor to
 * this guest and that it is still open; otherwise the call returns -10038 (WSAENOTSOCK). The host limits the number of
 * open descriptors: `open` and `accept` return -10024 (WSAEMFILE) at the limit.
 *
 * Numbers and bytes are Winsock's: little-endian, except for fields in network order.
 * - family AF_INET 2, AF_INET6 23; type SOCK_STREAM 1, SOCK_DGRAM 2, SOCK_RAW 3; protocol as in IP (TCP 6, UDP 17);
 * - an address is a SOCKADDR_IN, 16 bytes (0 family, 2 port in network order, 4 address, 8 zeros), or a SOCKADDR_IN6,
 *   28 bytes (0 family, 2 port in network order, 4 flow info, 8 address, 24 scope id); a buffer for an address
 *   has room for 28 bytes;
 * - `flags`: MSG_OOB 1, MSG_PEEK 2, MSG_DONTROUTE 4; `how`: SD_RECEIVE 0, SD_SEND 1, SD_BOTH 2;
 * - option levels and numbers as in winsock2.h, values as there: 4-byte integers, LINGER as two shorts; SO_ERROR is a
 *   Winsock number.
 *
 * `NetworkStack` of `@ws2kit/spi` defines each socket call in full.
 */
export interface DeviceHost {
  /** The `DEVICE_ABI` that the host implements. */
  readonly abi: number;

  /** Returns the milliseconds of a monotonic clock, with fractions if the clock has them. */
  now(): number;
  /**
   * Blocks until an entry of `table` is ready or `ms` milliseconds have passed (-1: without a limit); may return early.
   * Returns the number of ready entries. The table is an array of `n` POSIX `struct pollfd` of 8 bytes, which can be
   * passed to poll(2): 0 int32 descriptor · 4 int16 requested events · 6 int16 returned events. The host writes the
   * returned events of all `n` entries; it skips an entry with a negative descriptor, and writes 0 there.
   *
   * Events: POLLIN 1, POLLPRI 2, POLLOUT 4, POLLRDHUP 0x2000. Returned without request: POLLERR 8, POLLHUP 16, and
   * POLLNVAL 32 for a descriptor that is not open or does not belong to this guest. POLLERR without POLLHUP is an error
   * that the next receive of a datagram socket returns.
   */
  poll(table: ArrayBuffer, n: number, ms: number): number;
  /** Fills `len` bytes with random bytes that are secure enough for keys. Returns 0. */
  random(buf: ArrayBuffer, off: number, len: number): number;
  /**
   * Logs a line of text. A host limits the bytes of lines and records in a second: it drops what exceeds the limit, and
   * logs the number of dropped lines. Returns nothing.
   */
  log(text: string): void;
  /**
   * Logs a record: `code` names its message in `@ws2kit/rules`, `args` is a JSON array of arguments. Returns nothing.
   */
  record(code: string, args: string): void;
  /**
   * Stores `step`. After the bundle's evaluation, the host runs the engine's jobs until none is left. Then it calls
   * `step` and runs the jobs again, as long as `step` returns `true`. An exception of `step` ends the program, as an
   * exception of the bundle does. A bundle that does not call `run` ends after its evaluation and its jobs.
   */
  run(step: () => boolean): void;
  /** Called once, after the machine is opened and before its program runs; a host can measure here. */
  booted?(): void;

  /**
   * Opens a non-blocking socket of this `family`, `type` and `protocol`. Returns its descriptor, -WSAEMFILE at the
   * limit, -WSAEAFNOSUPPORT, -WSAESOCKTNOSUPPORT or -WSAEPROTONOSUPPORT.
   */
  open(family: number, type: number, protocol: number): number;
  /** Closes a socket; SO_LINGER decides how. Returns 0 or -WSAENOTSOCK. */
  close(fd: number): number;
  /**
   * Binds to the address in `namelen` bytes of `name` at `off`. Returns 0, -WSAEADDRINUSE, -WSAEADDRNOTAVAIL or
   * -WSAEACCES.
   */
  bind(fd: number, name: ArrayBuffer, off: number, namelen: number): number;
  /**
   * Connects to the address in `namelen` bytes of `name` at `off`. Returns 0, or -WSAEWOULDBLOCK for a stream: later
   * the socket becomes writable, or SO_ERROR holds the error. An address of family 0 removes the peer of a datagram
   * socket.
   */
  connect(fd: number, name: ArrayBuffer, off: number, namelen: number): number;
  /** Listens for connections, of which `backlog` may wait. Returns 0 or -WSAEADDRINUSE. */
  listen(fd: number, backlog: number): number;
  /**
   * Accepts a connection, and writes the peer's address to `name` at `off`. Returns its descriptor, or -WSAEWOULDBLOCK.
   */
  accept(fd: number, name: ArrayBuffer, off: number): number;
  /** Sends `len` bytes of `buf` at `off`. Returns the number of bytes sent, or -WSAEWOULDBLOCK. */
  send(fd: number, buf: ArrayBuffer, off: number, len: number, flags: number): number;
  /**
   * Receives at most `len` bytes to `buf` at `off`. Returns the number of bytes of a stream, 0 at its end; of a
   * datagram, its *whole* length, even if it exceeds `len`; or -WSAEWOULDBLOCK.
   */
  recv(fd: number, buf: ArrayBuffer, off: number, len: number, flags: number): number;
  /** Sends as `send` does, to the address in `namelen` bytes of `name` at `nameOff`. */
  sendto(
    fd: number,
    buf: ArrayBuffer,
    off: number,
    len: number,
    flags: number,
    name: ArrayBuffer,
    nameOff: number,
    namelen: number,
  ): number;
  /** Receives as `recv` does, and writes the sender's address to `name` at `nameOff`. */
  recvfrom(
    fd: number,
    buf: ArrayBuffer,
    off: number,
    len: number,
    flags: number,
    name: ArrayBuffer,
    nameOff: number,
  ): number;
  /** Shuts down receiving, sending or both (`how`). Returns 0 or -WSAENOTCONN. */
  shutdown(fd: number, how: number): number;
  /**
   * Writes the socket's address to `name` at `off`. Returns its size in bytes, or -WSAEINVAL if the socket is not
   * bound.
   */
  getsockname(fd: number, name: ArrayBuffer, off: number): number;
  /** Writes the peer's address to `name` at `off`. Returns its size in bytes, or -WSAENOTCONN. */
  getpeername(fd: number, name: ArrayBuffer, off: number): number;
  /**
   * Writes an option's value to at most `len` bytes of `value` at `off`. Returns its size in bytes, or -WSAENOPROTOOPT.
   */
  getsockopt(fd: number, level: number, optname: number, value: ArrayBuffer, off: number, len: number): number;
  /** Sets an option from `len` bytes of `value` at `off`. Returns 0, -WSAENOPROTOOPT or -WSAEINVAL. */
  setsockopt(fd: number, level: number, optname: number, value: ArrayBuffer, off: number, len: number): number;
  /** Returns the number of bytes that can be received now (FIONREAD). */
  available(fd: number): number;
  /** Returns the number of bytes of a stream that were sent and have not reached the peer; 0 for any other socket. */
  unsent(fd: number): number;
  /**
   * Returns 0 while an urgent byte can be received with MSG_OOB, or is ahead in the stream; otherwise 1 (SIOCATMARK).
   */
  atmark(fd: number): number;
  /**
   * Writes the addresses of the host `name`, as many as fit, in slots of 28 bytes to `out` at `off`. `family` is
   * AF_INET, AF_INET6 or 0 for both. Returns the number of addresses, or -WSAHOST_NOT_FOUND, -WSATRY_AGAIN or a similar
   * error.
   */
  resolve(name: string, family: number, out: ArrayBuffer, off: number, len: number): number;
  /**
   * Writes the name of a host to `out` at `off`, at most `len` bytes, in ASCII without a terminator. The host is at the
   * address in `namelen` bytes of `name` at `nameOff`; with `namelen` 0 it is this device. Returns the number of bytes,
   * or -WSAHOST_NOT_FOUND or a similar error. It may block, as `resolve` does. Absent on a host without names.
   */
  getnameinfo?(name: ArrayBuffer, nameOff: number, namelen: number, out: ArrayBuffer, off: number, len: number): number;

  /** TLS; absent on a host without it. */
  readonly tls?: DeviceTlsHost;
}

/**
 * TLS on a device. `Tls` of `@ws2kit/spi` defines each call in full. `role`: TLS_CLIENT 0, TLS_SERVER 1. `protocols`:
 * TLS_1_2 1, TLS_1_3 2, or both, 0 for all. `checking`: TLS_REFUSE 0, TLS_REPORT 1. Verdicts: 0 valid, 1 untrusted, 2
 * issued for another name, 3 expired, 4 revoked, 5 any other fault.
 *
 * Each function returns a count, a session, a number of this page or 0; or an error as a negative Winsock number.
 * Memory is `buf, off, len`, as in `DeviceHost`; a count may be smaller than `len`. No function blocks or throws.
 */
export interface DeviceTlsHost {
  /**
   * Opens a session. `name` is the host name or address in the peer's certificate; "" for a server. Returns the
   * session, -WSAEOPNOTSUPP for a role or version that the host lacks, or -WSAEMFILE at the limit.
   */
  open(role: number, name: string, protocols: number, checking: number): number;
  /** Frees a session; sends nothing. Returns 0 or -WSAENOTSOCK. */
  close(session: number): number;
  /** Continues the handshake. Returns 0 when it is complete, -WSAEWOULDBLOCK until then, or -WSAECONNABORTED. */
  handshake(session: number): number;
  /** Returns the version in use, TLS_1_2 or TLS_1_3; -WSAENOTCONN before the handshake is complete. */
  protocol(session: number): number;
  /** Returns the verdict on the peer's certificate; -WSAEWOULDBLOCK before the certificate has arrived. */
  verdict(session: number): number;
  /**
   * Writes the certificate `index` of the peer's chain, in DER; 0 is the peer's own. Returns its whole length in bytes,
   * which may exceed `len`; 0 without a certificate.
   */
  certificate(session: number, index: number, buf: ArrayBuffer, off: number, len: number): number;
  /** Passes in ciphertext from the peer. Returns the number of bytes used, or -WSAEWOULDBLOCK. */
  feed(session: number, buf: ArrayBuffer, off: number, len: number): number;
  /** Writes ciphertext for the peer. Returns the number of bytes; 0 if no ciphertext waits. */
  drain(session: number, buf: ArrayBuffer, off: number, len: number): number;
  /**
   * Passes in plaintext to encrypt. Returns the number of bytes used, -WSAEWOULDBLOCK, or -WSAESHUTDOWN after
   * `shutdown`.
   */
  write(session: number, buf: ArrayBuffer, off: number, len: number): number;
  /** Writes decrypted plaintext. Returns the number of bytes, 0 after the peer's close_notify, or -WSAEWOULDBLOCK. */
  read(session: number, buf: ArrayBuffer, off: number, len: number): number;
  /** Makes the close_notify, which `drain` then returns; reading can continue. Returns 0. */
  shutdown(session: number): number;
}

/** Returns `globalThis.ws2host`. Throws if it is missing or implements another `DEVICE_ABI`. */
export function deviceHost(): DeviceHost {
  const host = (globalThis as { ws2host?: DeviceHost }).ws2host;
  if (host === undefined) {
    throw new Error("[ws2kit] platform-device: there is no globalThis.ws2host; this bundle needs a device.");
  }
  if (host.abi !== DEVICE_ABI) {
    throw new Error(
      `[ws2kit] platform-device: this host speaks version ${host.abi} and this bundle version ${DEVICE_ABI}.`,
    );
  }
  return host;
}
