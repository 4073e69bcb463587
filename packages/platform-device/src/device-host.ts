/** The version of the interface on this page. A host that changes what a function means has another number. */
export const DEVICE_ABI = 2;

/**
 * What a host installs as `globalThis.ws2host` before it evaluates a bundle: the whole porting contract.
 *
 * Every function returns an integer: a count, a descriptor or 0; or an error as a *negative Winsock number*
 * (-10035 is WSAEWOULDBLOCK). None blocks but `poll`, `resolve` and `getnameinfo`, none throws, none looks at `this`,
 * and none but `run` keeps an argument.
 *
 * Memory is `buf: ArrayBuffer, off, len`: the bytes `[off, off + len)` of the buffer, and the guest answers for the
 * range. In QuickJS the bytes begin at `JS_GetArrayBuffer(ctx, &size, buf) + off`. Descriptors are small
 * non-negative integers of the host's choice. The host checks that each is one that it returned to this guest and that
 * is still open: -10038 (WSAENOTSOCK) if not. It limits how many are open at once: one more is -10024 (WSAEMFILE).
 *
 * Numbers and bytes are Winsock's, little-endian but for network fields:
 * - family AF_INET 2, AF_INET6 23; type SOCK_STREAM 1, SOCK_DGRAM 2, SOCK_RAW 3; protocol as in IP (TCP 6, UDP 17);
 * - an address is a SOCKADDR_IN, 16 bytes (0 family, 2 port in network order, 4 address, 8 zeros), or a SOCKADDR_IN6,
 *   28 bytes (0 family, 2 port in network order, 4 flow info, 8 address, 24 scope id); where a host writes one there
 *   is room for 28 bytes;
 * - flags MSG_OOB 1, MSG_PEEK 2, MSG_DONTROUTE 4; how SD_RECEIVE 0, SD_SEND 1, SD_BOTH 2;
 * - option levels and numbers as in winsock2.h, values as there: 4-byte integers, LINGER as two shorts; SO_ERROR is a
 *   Winsock number.
 *
 * `NetworkStack` of `@ws2kit/spi` says in full what each socket call means.
 */
export interface DeviceHost {
  /** `DEVICE_ABI` of the page that the host was written to. */
  readonly abi: number;

  /** Milliseconds on a clock that never goes back, with fractions if it has them. */
  now(): number;
  /**
   * Blocks until an entry of `table` is ready or `ms` milliseconds have passed (-1: however long it takes); may return
   * early. Answers how many entries are ready. The table is an array of POSIX `struct pollfd`, 8 bytes an entry, so
   * that poll(2) takes it as it is: 0 int32 descriptor · 4 int16 events asked for · 6 int16 events found, which the
   * host writes in all `n` entries; it skips an entry whose descriptor is negative, and writes 0 there. POLLIN 1,
   * POLLPRI 2, POLLOUT 4, POLLRDHUP 0x2000; unasked POLLERR 8, POLLHUP 16, and POLLNVAL 32 for a descriptor that is not
   * open, or not this guest's. POLLERR without POLLHUP is an error that the next receive of a datagram socket returns.
   */
  poll(table: ArrayBuffer, n: number, ms: number): number;
  /** Fills the range with random bytes that are fit for keys. */
  random(buf: ArrayBuffer, off: number, len: number): number;
  /**
   * A line for a person. A host has a limit of bytes a second for lines and records: it drops what is over, counts it
   * and reports the count.
   */
  log(text: string): void;
  /** A message without words: its code, and its arguments as a JSON array. The text is in `@ws2kit/rules`. */
  record(code: string, args: string): void;
  /**
   * Keeps `step`. When the bundle has been evaluated, the host runs the engine's jobs until there are none; then it
   * calls `step` and runs the jobs again, as long as `step` returns `true`. What `step` throws ends the program, as
   * what the bundle itself throws does. A bundle that does not call this ends with its evaluation and its jobs.
   */
  run(step: () => boolean): void;
  /** Called once, when the machine stands and its program is about to run: a host that measures may measure here. */
  booted?(): void;

  open(family: number, type: number, protocol: number): number;
  close(fd: number): number;
  bind(fd: number, name: ArrayBuffer, off: number, namelen: number): number;
  connect(fd: number, name: ArrayBuffer, off: number, namelen: number): number;
  listen(fd: number, backlog: number): number;
  accept(fd: number, name: ArrayBuffer, off: number): number;
  send(fd: number, buf: ArrayBuffer, off: number, len: number, flags: number): number;
  recv(fd: number, buf: ArrayBuffer, off: number, len: number, flags: number): number;
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
  recvfrom(
    fd: number,
    buf: ArrayBuffer,
    off: number,
    len: number,
    flags: number,
    name: ArrayBuffer,
    nameOff: number,
  ): number;
  shutdown(fd: number, how: number): number;
  getsockname(fd: number, name: ArrayBuffer, off: number): number;
  getpeername(fd: number, name: ArrayBuffer, off: number): number;
  getsockopt(fd: number, level: number, optname: number, value: ArrayBuffer, off: number, len: number): number;
  setsockopt(fd: number, level: number, optname: number, value: ArrayBuffer, off: number, len: number): number;
  available(fd: number): number;
  unsent(fd: number): number;
  atmark(fd: number): number;
  /** Writes addresses into slots of 28 bytes, as many as fit; answers how many. */
  resolve(name: string, family: number, out: ArrayBuffer, off: number, len: number): number;
  /**
   * Writes the name of the host at an address in ASCII, without a terminator, and answers how many bytes; with
   * `namelen` 0, the name of this device. A host without names leaves it out. It may block, as `resolve` does.
   */
  getnameinfo?(name: ArrayBuffer, nameOff: number, namelen: number, out: ArrayBuffer, off: number, len: number): number;

  /** TLS, on a host that has it. */
  readonly tls?: DeviceTlsHost;
}

/**
 * The TLS of a host that has it: `Tls` of `@ws2kit/spi` says in full what each call means. Roles TLS_CLIENT 0,
 * TLS_SERVER 1; protocols TLS_1_2 1, TLS_1_3 2, 0 for all; checking TLS_REFUSE 0, TLS_TELL 1; verdicts 0 good, 1
 * untrusted, 2 for another name, 3 expired, 4 revoked, 5 anything else.
 */
export interface DeviceTlsHost {
  open(role: number, name: string, protocols: number, checking: number): number;
  close(session: number): number;
  handshake(session: number): number;
  protocol(session: number): number;
  verdict(session: number): number;
  certificate(session: number, index: number, buf: ArrayBuffer, off: number, len: number): number;
  feed(session: number, buf: ArrayBuffer, off: number, len: number): number;
  drain(session: number, buf: ArrayBuffer, off: number, len: number): number;
  write(session: number, buf: ArrayBuffer, off: number, len: number): number;
  read(session: number, buf: ArrayBuffer, off: number, len: number): number;
  shutdown(session: number): number;
}

/** The host of this engine. Throws if there is none, or one that speaks another version. */
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
