import {
  AF_INET,
  AF_INET6,
  AF_UNSPEC,
  copyOf,
  DWORD,
  holds,
  IPPROTO_UDP,
  MSG_DONTROUTE,
  MSG_OOB,
  MSG_PEEK,
  PACKET_ADDRESS,
  PACKET_ADDRESS_AT,
  readDWORD,
  SD_RECEIVE,
  SHARE_DEFAULT,
  SHARE_EXCLUSIVE,
  SHARE_REUSE,
  SO_BROADCAST,
  SO_ERROR,
  SO_EXCLUSIVEADDRUSE,
  SO_OOBINLINE,
  SO_REUSEADDR,
  SOCK_DGRAM,
  SOCKADDR_IN_SIZE,
  SOL_SOCKET,
  setUint16,
  sockaddrFamily,
  sockaddrPort,
  sockaddrSize,
  WSAEACCES,
  WSAEADDRNOTAVAIL,
  WSAECONNABORTED,
  WSAECONNRESET,
  WSAEFAULT,
  WSAEINVAL,
  WSAEMSGSIZE,
  WSAENETRESET,
  WSAENOTCONN,
  WSAESHUTDOWN,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { BackgroundResolver } from "../background-resolver.js";
import type { SystemNetwork } from "../system.js";
import { LinuxAddress, linuxFamily } from "./address.js";
import { DescriptorState } from "./descriptor-state.js";
import { ErrorQueue } from "./error-queue.js";
import {
  EAGAIN,
  ECONNREFUSED,
  ECONNRESET,
  EINPROGRESS,
  EINVAL,
  ENOTCONN,
  EPIPE,
  ETIMEDOUT,
  winsockError,
} from "./errors.js";
import type { Libc } from "./libc.js";
import { OptionCalls } from "./option-calls.js";
import { LINUX_IPPROTO_IPV6, LINUX_IPV6_V6ONLY } from "./options.js";
import { PacketMessage } from "./packet-message.js";
import { PortSharing } from "./port-sharing.js";
import { linuxResolver, writeName } from "./resolver.js";
import { UrgentData } from "./urgent-data.js";
import type { Watch } from "./watch.js";

const SOCK_NONBLOCK = 0x800;
const SOCK_CLOEXEC = 0x80000;
const MSG_TRUNC = 0x20;
const MSG_NOSIGNAL = 0x4000;
/**
 * The flags with the same meaning in both systems. Others are dropped: Winsock's MSG_PARTIAL is Linux's MSG_MORE.
 */
const SHARED_FLAGS = MSG_OOB | MSG_PEEK | MSG_DONTROUTE;
const LONGEST_DATAGRAM = 65507;
const FIONREAD = 0x541b;
const SIOCOUTQ = 0x5411;

/** struct pollfd of one descriptor: fd, then events and revents. */
const OWN = /* @__PURE__ */ new Int32Array(2);
const POLLERR = 0x8;

/** Implements `NetworkStack` with the kernel's sockets. */
export class LinuxNetwork implements SystemNetwork {
  readonly #libc: Libc;
  readonly #watch: Watch;
  readonly #state = new DescriptorState();
  readonly #options: OptionCalls;
  readonly #ports: PortSharing;
  readonly #resolver: BackgroundResolver;
  readonly #errors: ErrorQueue;
  readonly #urgent: UrgentData;
  readonly #address = new LinuxAddress();
  readonly #packets = new PacketMessage();
  /** The peers of connected streams: getpeername returns them until the socket is closed. */
  readonly #peers = new Map<number, Uint8Array>();
  readonly #int = new Int32Array(1);

  constructor(libc: Libc, watch: Watch) {
    this.#libc = libc;
    this.#watch = watch;
    this.#options = new OptionCalls(libc, this.#state);
    this.#ports = new PortSharing(libc);
    this.#resolver = new BackgroundResolver(linuxResolver(libc));
    watch.beforeWait = () => this.#resolver.interrupt();
    this.#errors = new ErrorQueue(libc);
    this.#urgent = new UrgentData(libc);
  }

  open(family: number, type: number, protocol: number): number {
    const fd = this.#libc.socket(linuxFamily(family), type | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol);
    if (fd < 0) return this.#failure();
    this.#state.opened(fd, type, family);
    if (type === SOCK_DGRAM) this.#errors.enable(fd, family);
    // IPV6_V6ONLY is on by default, as on Windows.
    if (family === AF_INET6) this.#libc.setsockopt(fd, LINUX_IPPROTO_IPV6, LINUX_IPV6_V6ONLY, DWORD(1), 4);
    return fd;
  }

  /** The number of open sockets. */
  get openSockets(): number {
    return this.#state.openSockets;
  }

  close(fd: number): number {
    this.#watch.forget(fd);
    this.#ports.closed(fd);
    this.#peers.delete(fd);
    this.#urgent.forget(fd);
    if (this.#state.mayLinger(fd)) this.#options.dropLingerTime(fd);
    this.#state.closed(fd);
    // Linux frees the descriptor even if close(2) fails.
    return this.#done(this.#libc.close(fd));
  }

  bind(fd: number, name: Uint8Array, namelen: number): number {
    return this.#ports.bind(fd, this.#state.isStream(fd), name, namelen);
  }

  connect(fd: number, name: Uint8Array, namelen: number): number {
    const len = this.#address.set(name, namelen);
    if (hasNoPort(name, len)) return -WSAEADDRNOTAVAIL;
    if (this.#libc.connect(fd, this.#address.bytes, len) < 0) {
      const errno = this.#libc.errno();
      if (errno !== EINPROGRESS) {
        if (this.#state.isStream(fd)) this.#ports.bindAgain(fd);
        return -winsockError(errno);
      }
      this.#state.connecting(fd);
      return -WSAEWOULDBLOCK;
    }
    this.#state.connected(fd);
    if (this.#state.isStream(fd)) this.#peers.set(fd, copyOf(name, 0, len));
    return 0;
  }

  listen(fd: number, backlog: number): number {
    const errno = this.#ports.listen(fd, backlog);
    return errno === 0 ? 0 : -winsockError(errno);
  }

  accept(fd: number, name: Uint8Array): number {
    const { bytes, length } = this.#address.clear();
    const accepted = this.#libc.accept4(fd, bytes, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (accepted < 0) return this.#failure();
    this.#address.copyTo(name);
    this.#state.accepted(accepted, fd);
    this.#peers.set(accepted, name.slice());
    return accepted;
  }

  send(fd: number, buf: Uint8Array, off: number, len: number, flags: number): number {
    if (!holds(buf, off, len)) return -WSAEFAULT;
    const bytes = from(buf, off);
    const linuxFlags = (flags & SHARED_FLAGS) | MSG_NOSIGNAL;
    let n = this.#libc.send(fd, bytes, len, linuxFlags);
    if (n < 0 && this.#wasEarlier(fd)) n = this.#libc.send(fd, bytes, len, linuxFlags);
    return n < 0 ? this.#sendFailure(fd) : n;
  }

  recv(fd: number, buf: Uint8Array, off: number, len: number, flags: number): number {
    if (!holds(buf, off, len)) return -WSAEFAULT;
    const bytes = from(buf, off);
    const stops = this.#urgent.stops(fd) && (flags & MSG_OOB) === 0;
    const room = stops ? Math.min(len, this.#urgent.reach(fd)) : len;
    for (;;) {
      if (this.#state.hasErrors(fd) && this.#earlierError(fd, flags) !== 0) return -WSAECONNRESET;
      const n = this.#libc.recv(fd, bytes, room, this.#recvFlags(fd, flags));
      if (n === 0 && len > 0 && this.#wasAborted(fd)) return -WSAECONNABORTED;
      if (n >= 0) {
        if ((flags & MSG_PEEK) === 0 && n > 0) {
          if ((flags & MSG_OOB) !== 0) this.#urgent.taken(fd);
          else if (stops) this.#urgent.passed(fd, n);
        }
        return n;
      }
      const code = this.#recvFailure(fd, flags);
      if (code !== 0) return code;
    }
  }

  sendto(
    fd: number,
    buf: Uint8Array,
    off: number,
    len: number,
    flags: number,
    name: Uint8Array,
    namelen: number,
  ): number {
    if (!holds(buf, off, len)) return -WSAEFAULT;
    const size = this.#address.set(name, namelen);
    if (hasNoPort(name, size)) return this.#sendToNobody(fd, len, size);
    const bytes = from(buf, off);
    const linuxFlags = (flags & SHARED_FLAGS) | MSG_NOSIGNAL;
    let n = this.#libc.sendto(fd, bytes, len, linuxFlags, this.#address.bytes, size);
    if (n < 0 && this.#wasEarlier(fd)) {
      n = this.#libc.sendto(fd, bytes, len, linuxFlags, this.#address.bytes, size);
    }
    return n < 0 ? this.#sendFailure(fd) : n;
  }

  recvfrom(fd: number, buf: Uint8Array, off: number, len: number, flags: number, name: Uint8Array): number {
    if (!holds(buf, off, len)) return -WSAEFAULT;
    const bytes = from(buf, off);
    for (;;) {
      if (this.#state.hasErrors(fd) && this.#earlierError(fd, flags) !== 0) return -WSAECONNRESET;
      const address = this.#address.clear();
      const n = this.#libc.recvfrom(fd, bytes, len, this.#recvFlags(fd, flags), address.bytes, address.length);
      if (n >= 0) {
        address.copyTo(name);
        return n;
      }
      const code = this.#recvFailure(fd, flags);
      if (code !== 0) return code;
    }
  }

  sendmsg(
    fd: number,
    buf: Uint8Array,
    off: number,
    len: number,
    flags: number,
    name: Uint8Array,
    namelen: number,
    packet: Uint8Array,
  ): number {
    if (!holds(buf, off, len)) return -WSAEFAULT;
    const size = this.#address.set(name, namelen);
    if (size > 0 && hasNoPort(name, size)) return this.#sendToNobody(fd, len, size);
    const bytes = from(buf, off);
    const isIPv6 = this.#state.isIPv6(fd);
    const linuxFlags = (flags & SHARED_FLAGS) | MSG_NOSIGNAL;
    const send = () =>
      this.#libc.sendmsg(fd, this.#packets.forSend(bytes, len, this.#address, size, isIPv6, packet), linuxFlags);
    let n = send();
    if (n < 0 && this.#wasEarlier(fd)) n = send();
    if (n >= 0) return n;
    const code = this.#sendFailure(fd);
    return (packet[0] & PACKET_ADDRESS) !== 0 && !this.#hasAddress(packet, isIPv6) ? -WSAEADDRNOTAVAIL : code;
  }

  recvmsg(
    fd: number,
    buf: Uint8Array,
    off: number,
    len: number,
    flags: number,
    name: Uint8Array,
    packet: Uint8Array,
  ): number {
    if (!holds(buf, off, len)) return -WSAEFAULT;
    const bytes = from(buf, off);
    for (;;) {
      if (this.#state.hasErrors(fd) && this.#earlierError(fd, flags) !== 0) return -WSAECONNRESET;
      const msg = this.#packets.forReceive(bytes, len, this.#address.clear());
      const n = this.#libc.recvmsg(fd, msg, this.#recvFlags(fd, flags));
      if (n >= 0) {
        this.#address.length[0] = msg.msg_namelen;
        this.#address.copyTo(name);
        this.#packets.read(msg, packet);
        return n;
      }
      const code = this.#recvFailure(fd, flags);
      if (code !== 0) return code;
    }
  }

  shutdown(fd: number, how: number): number {
    if (this.#libc.shutdown(fd, how) < 0) return this.#failure();
    if (how !== SD_RECEIVE) this.#state.sendShut(fd);
    return 0;
  }

  getsockname(fd: number, name: Uint8Array): number {
    const { bytes, length } = this.#address.clear();
    return this.#libc.getsockname(fd, bytes, length) < 0 ? this.#failure() : this.#address.copyTo(name);
  }

  getpeername(fd: number, name: Uint8Array): number {
    const { bytes, length } = this.#address.clear();
    if (this.#libc.getpeername(fd, bytes, length) < 0) return this.#formerPeer(fd, name);
    const size = this.#address.copyTo(name);
    if (this.#state.isConnecting(fd)) {
      this.#state.connected(fd);
      this.#peers.set(fd, copyOf(name, 0, size));
    }
    return size;
  }

  getsockopt(fd: number, level: number, optname: number, value: Uint8Array): number {
    if (level === SOL_SOCKET && optname === SO_EXCLUSIVEADDRUSE) {
      return writeInt(value, Number(this.#ports.share(fd) === SHARE_EXCLUSIVE));
    }
    const size = this.#options.get(fd, level, optname, value);
    const hasFailed = level === SOL_SOCKET && optname === SO_ERROR && size > 0 && readDWORD(value) !== 0;
    if (hasFailed && this.#state.isConnecting(fd)) this.#startAgain(fd);
    return size;
  }

  setsockopt(fd: number, level: number, optname: number, value: Uint8Array, len: number): number {
    if (level === SOL_SOCKET && optname === SO_OOBINLINE) this.#urgent.goesInline(fd);
    const isExclusive = level === SOL_SOCKET && optname === SO_EXCLUSIVEADDRUSE;
    const result = isExclusive ? (len < 4 ? -WSAEFAULT : 0) : this.#options.set(fd, level, optname, value, len);
    if (result === 0 && (isExclusive || (level === SOL_SOCKET && optname === SO_REUSEADDR))) {
      const share = isExclusive ? SHARE_EXCLUSIVE : SHARE_REUSE;
      this.#ports.setShare(fd, readDWORD(value) !== 0 ? share : SHARE_DEFAULT);
    }
    return result;
  }

  available(fd: number): number {
    return Math.min(this.#ioctl(fd, FIONREAD), this.#urgent.reach(fd));
  }

  unsent(fd: number): number {
    // only a stream has such a queue
    return Math.max(0, this.#ioctl(fd, SIOCOUTQ));
  }

  atmark(fd: number): number {
    return this.#urgent.atMark(fd);
  }

  watch(fd: number, events: number): number {
    this.#watch.set(fd, events);
    return 0;
  }

  poll(ready: Int32Array): number {
    return this.#watch.list(ready);
  }

  resolve(name: string, family: number, out: Uint8Array): number {
    return this.#resolver.resolve(name, family, out);
  }

  resolveInBackground(name: string, family: number, done: () => void): void {
    this.#resolver.start(name, family, done);
  }

  hostName(name: Uint8Array, namelen: number, out: Uint8Array): number {
    return writeName(this.#libc, name, namelen, out);
  }

  /** Whether the local address in `packet` is the machine's: Linux refuses another as an unreachable network. */
  #hasAddress(packet: Uint8Array, isIPv6: boolean): boolean {
    const family = isIPv6 ? AF_INET6 : AF_INET;
    const name = new Uint8Array(sockaddrSize(family));
    setUint16(name, 0, family);
    const at = isIPv6 ? 8 : 4;
    name.set(packet.subarray(PACKET_ADDRESS_AT, PACKET_ADDRESS_AT + (isIPv6 ? 16 : 4)), at);
    const probe = this.open(family, SOCK_DGRAM, IPPROTO_UDP);
    if (probe < 0) return true;
    const result = this.bind(probe, name, name.length);
    this.close(probe);
    return result !== -WSAEADDRNOTAVAIL;
  }

  /** A datagram to port 0, which Linux refuses: it binds its socket and counts as sent. */
  #sendToNobody(fd: number, len: number, size: number): number {
    if (len > LONGEST_DATAGRAM) return -WSAEMSGSIZE;
    const { bytes } = this.#address;
    const value = new Uint8Array(4);
    const isBroadcast = bytes.subarray(4, 8).every((byte) => byte === 0xff) && size === SOCKADDR_IN_SIZE;
    if (isBroadcast && this.getsockopt(fd, SOL_SOCKET, SO_BROADCAST, value) > 0 && readDWORD(value) === 0) {
      return -WSAEACCES;
    }
    // any address, any port; a socket that is bound stays as it is
    bytes.fill(0, 2);
    this.#libc.bind(fd, bytes, size);
    return len;
  }

  /** Adds MSG_TRUNC for a datagram, to return its whole length; on a stream, it would discard the bytes. */
  #recvFlags(fd: number, flags: number): number {
    return this.#state.isStream(fd) ? flags & SHARED_FLAGS : (flags & SHARED_FLAGS) | MSG_TRUNC;
  }

  /** Writes the peer of a stream whose connection has ended; Linux does not store it. */
  #formerPeer(fd: number, name: Uint8Array): number {
    const errno = this.#libc.errno();
    const peer = errno === ENOTCONN ? this.#peers.get(fd) : undefined;
    if (peer === undefined) return -winsockError(errno);
    name.set(peer.subarray(0, name.length));
    return sockaddrSize(sockaddrFamily(peer));
  }

  /**
   * Prepares a stream whose connect has failed to connect or listen again, at the same address. Without this, Linux
   * fails the next connect with ECONNABORTED, and releases a port that connect chose.
   */
  #startAgain(fd: number): void {
    this.#state.failed(fd);
    const { bytes, length } = this.#address.clear();
    this.#libc.getsockname(fd, bytes, length);
    const size = length[0];
    const own = bytes.slice(0, size);
    this.#libc.connect(fd, new Uint8Array(16), 16);
    if (this.#ports.bindAgain(fd)) return;
    // an address that connect chose becomes the wildcard again, with its port
    own.fill(0, 4);
    this.#libc.bind(fd, own, size);
  }

  #ioctl(fd: number, request: number): number {
    this.#int[0] = 0;
    return this.#libc.ioctl(fd, request, this.#int) < 0 ? this.#failure() : this.#int[0];
  }

  /**
   * Whether a send may have failed for an earlier datagram: then the caller repeats it. The error stays in the queue,
   * so that it ends the wait of a receive.
   */
  #wasEarlier(fd: number): boolean {
    if (this.#state.isStream(fd)) return false;
    const errno = this.#libc.errno();
    if (errno === EAGAIN) return false;
    this.#state.noteErrors(fd, errno === ECONNREFUSED);
    return true;
  }

  /** The error that a receive returns for errors that a send found: -WSAECONNRESET, or 0 for none. */
  #earlierError(fd: number, flags: number): number {
    this.#errors.clear(fd);
    return this.#state.takeErrors(fd) ? this.#refused(fd, flags) : 0;
  }

  /** Reports that the port of an earlier datagram was unreachable. After a peek, the next receive reports it again. */
  #refused(fd: number, flags: number): number {
    if ((flags & MSG_PEEK) !== 0) this.#state.noteErrors(fd, true);
    return -WSAECONNRESET;
  }

  #sendFailure(fd: number): number {
    const errno = this.#libc.errno();
    if (errno === EPIPE) return this.#brokenPipe(fd);
    return this.#broken(fd, errno);
  }

  /** Why a transfer failed: Linux has ETIMEDOUT for keep-alive too, which leaves nothing unanswered but its probes. */
  #broken(fd: number, errno: number): number {
    if (errno === ECONNRESET) this.#state.wasReset(fd);
    const isOver = errno === ETIMEDOUT && !this.#state.isConnecting(fd);
    return isOver && this.unsent(fd) === 0 ? -WSAENETRESET : -winsockError(errno);
  }

  /** The Winsock error for EPIPE, which stands for three situations that Winsock distinguishes. */
  #brokenPipe(fd: number): number {
    if (this.#state.isSendShut(fd)) return -WSAESHUTDOWN;
    if (!this.#state.isConnected(fd)) return -WSAENOTCONN;
    return this.#state.broke(fd) ? -WSAECONNABORTED : -WSAECONNRESET;
  }

  /** Whether a stream at its end was reset after its peer's end, which Linux reports only to sends. */
  #wasAborted(fd: number): boolean {
    if (!this.#state.isStream(fd) || this.#state.isAborted(fd)) return this.#state.isAborted(fd);
    OWN[0] = fd;
    OWN[1] = 0;
    const hasError = this.#libc.poll(OWN, 1, 0) > 0 && ((OWN[1] >>> 16) & POLLERR) !== 0;
    return hasError && this.#state.broke(fd);
  }

  /** The Winsock error of a failed receive; 0 to repeat it, for an error that Winsock does not report. */
  #recvFailure(fd: number, flags: number): number {
    const errno = this.#libc.errno();
    if (errno !== EAGAIN && !this.#state.isStream(fd)) {
      const found = this.#errors.clear(fd);
      if (errno === ECONNREFUSED) return this.#refused(fd, flags);
      if (found > 0) return 0;
    }
    // Linux returns EINVAL both for "no urgent data yet" and for "urgent data is in line".
    if (errno === EINVAL && flags & MSG_OOB) return this.#urgent.isInline(fd) ? -WSAEINVAL : -WSAEWOULDBLOCK;
    return this.#broken(fd, errno);
  }

  #done(rc: number): number {
    return rc < 0 ? this.#failure() : 0;
  }

  #failure(): number {
    return -winsockError(this.#libc.errno());
  }
}

/** Writes an int as an option's value. Returns its size in bytes, or a negative Winsock number. */
function writeInt(value: Uint8Array, number: number): number {
  if (value.length < 4) return -WSAEFAULT;
  value.set(DWORD(number));
  return 4;
}

/** The memory from `off` on. Without an offset, the buffer itself, because a view costs a fifth of a call. */
function from(buf: Uint8Array, off: number): Uint8Array {
  return off === 0 ? buf : buf.subarray(off);
}

/** Whether `size` bytes of a name are an address with port 0, which no socket is bound to. */
function hasNoPort(name: Uint8Array, size: number): boolean {
  return size >= SOCKADDR_IN_SIZE && sockaddrFamily(name) !== AF_UNSPEC && sockaddrPort(name) === 0;
}
