import {
  AF_INET,
  AF_INET6,
  holds,
  MSG_DONTROUTE,
  MSG_OOB,
  MSG_PEEK,
  SO_LINGER,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOL_SOCKET,
  WSAEFAULT,
} from "@ws2kit/spi";
import { BackgroundResolver } from "../background-resolver.js";
import type { SystemNetwork } from "../system.js";
import { PacketMessage } from "./packet-message.js";
import { windowsResolver, writeName } from "./resolver.js";
import { SocketTable } from "./socket-table.js";
import type { Watch } from "./watch.js";
import type { Winsock } from "./winsock.js";

const INVALID_SOCKET = -1;
const WSA_FLAG_OVERLAPPED = 0x1;
const WSA_FLAG_NO_HANDLE_INHERIT = 0x80;
const SHARED_FLAGS = MSG_OOB | MSG_PEEK | MSG_DONTROUTE;
const FIONBIO = 0x8004667e;
const FIONREAD = 0x4004667f;
const SIOCATMARK = 0x40047307;
/** Room for the longest datagram: receiving into less does not report its length. */
const LONGEST_DATAGRAM = 65536;

/** Bits of a socket. */
const OPEN = 0x1;
const DATAGRAM = 0x2;
const IPV6 = 0x4;

const ON = /* @__PURE__ */ Int32Array.of(1);
const NO_LINGER = /* @__PURE__ */ new Uint8Array(4);

/** Implements `NetworkStack` with the system's Winsock, whose numbers and bytes are those of the contract. */
export class WindowsNetwork implements SystemNetwork {
  readonly #winsock: Winsock;
  readonly #watch: Watch;
  readonly #sockets = new SocketTable();
  readonly #resolver: BackgroundResolver;
  readonly #packets: PacketMessage;
  #open = 0;
  readonly #length = new Int32Array(1);
  readonly #int = new Int32Array(1);
  readonly #linger = new Uint8Array(4);
  /** Made by the first receive of a datagram with less room. */
  #datagram: Uint8Array | undefined;

  constructor(winsock: Winsock, watch: Watch) {
    this.#winsock = winsock;
    this.#watch = watch;
    this.#packets = new PacketMessage(winsock);
    this.#resolver = new BackgroundResolver(windowsResolver(winsock));
    watch.beforeWait = () => this.#resolver.interrupt();
  }

  get openSockets(): number {
    return this.#open;
  }

  open(family: number, type: number, protocol: number): number {
    const flags = WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT;
    return this.#admit(this.#winsock.WSASocketW(family, type, protocol, null, 0, flags), type, family);
  }

  close(fd: number): number {
    this.#watch.forget(fd);
    if (this.#sockets.get(fd) !== 0) {
      this.#open--;
      this.#sockets.set(fd, 0);
    }
    this.#dropLingerTime(fd);
    return this.#done(this.#winsock.closesocket(fd));
  }

  bind(fd: number, name: Uint8Array, namelen: number): number {
    return this.#done(this.#winsock.bind(fd, name, namelen));
  }

  connect(fd: number, name: Uint8Array, namelen: number): number {
    return this.#done(this.#winsock.connect(fd, name, namelen));
  }

  listen(fd: number, backlog: number): number {
    return this.#done(this.#winsock.listen(fd, backlog));
  }

  accept(fd: number, name: Uint8Array): number {
    this.#length[0] = name.length;
    return this.#admit(this.#winsock.accept(fd, name, this.#length), SOCK_STREAM, AF_INET);
  }

  send(fd: number, buf: Uint8Array, off: number, len: number, flags: number): number {
    if (!holds(buf, off, len)) return -WSAEFAULT;
    return this.#count(this.#winsock.send(fd, from(buf, off), len, flags & SHARED_FLAGS));
  }

  recv(fd: number, buf: Uint8Array, off: number, len: number, flags: number): number {
    if (!holds(buf, off, len)) return -WSAEFAULT;
    const shared = flags & SHARED_FLAGS;
    if (!this.#needsRoom(fd, len)) return this.#count(this.#winsock.recv(fd, from(buf, off), len, shared));
    const datagram = this.#room();
    return this.#deliver(datagram, this.#winsock.recv(fd, datagram, LONGEST_DATAGRAM, shared), buf, off, len);
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
    return this.#count(this.#winsock.sendto(fd, from(buf, off), len, flags & SHARED_FLAGS, name, namelen));
  }

  recvfrom(fd: number, buf: Uint8Array, off: number, len: number, flags: number, name: Uint8Array): number {
    if (!holds(buf, off, len)) return -WSAEFAULT;
    const shared = flags & SHARED_FLAGS;
    this.#length[0] = name.length;
    if (!this.#needsRoom(fd, len)) {
      return this.#count(this.#winsock.recvfrom(fd, from(buf, off), len, shared, name, this.#length));
    }
    const datagram = this.#room();
    const n = this.#winsock.recvfrom(fd, datagram, LONGEST_DATAGRAM, shared, name, this.#length);
    return this.#deliver(datagram, n, buf, off, len);
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
    const isIPv6 = (this.#sockets.get(fd) & IPV6) !== 0;
    const n = this.#packets.send(fd, from(buf, off), len, flags & SHARED_FLAGS, name, namelen, isIPv6, packet);
    return this.#count(n);
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
    const datagram = this.#room();
    const n = this.#packets.receive(fd, datagram, flags & SHARED_FLAGS, name, packet);
    return this.#deliver(datagram, n, buf, off, len);
  }

  shutdown(fd: number, how: number): number {
    return this.#done(this.#winsock.shutdown(fd, how));
  }

  getsockname(fd: number, name: Uint8Array): number {
    this.#length[0] = name.length;
    return this.#winsock.getsockname(fd, name, this.#length) === 0 ? this.#length[0] : this.#failure();
  }

  getpeername(fd: number, name: Uint8Array): number {
    this.#length[0] = name.length;
    return this.#winsock.getpeername(fd, name, this.#length) === 0 ? this.#length[0] : this.#failure();
  }

  /** Some options are a BOOL of one byte in this system, and of four bytes in the contract. */
  getsockopt(fd: number, level: number, optname: number, value: Uint8Array): number {
    value.fill(0);
    this.#length[0] = value.length;
    if (this.#winsock.getsockopt(fd, level, optname, value, this.#length) !== 0) return this.#failure();
    const [length] = this.#length;
    return length < 4 && value.length >= 4 ? 4 : length;
  }

  setsockopt(fd: number, level: number, optname: number, value: Uint8Array, len: number): number {
    return this.#done(this.#winsock.setsockopt(fd, level, optname, value, len));
  }

  available(fd: number): number {
    return this.#ioctl(fd, FIONREAD);
  }

  /** The system does not report the number; after a close, it sends the rest by itself. */
  unsent(): number {
    return 0;
  }

  atmark(fd: number): number {
    return this.#ioctl(fd, SIOCATMARK);
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
    return writeName(this.#winsock, name, namelen, out);
  }

  /** Makes a new socket non-blocking. Returns it, or the negative error. */
  #admit(s: number, type: number, family: number): number {
    if (s === INVALID_SOCKET) return this.#failure();
    if (this.#winsock.ioctlsocket(s, FIONBIO, ON) !== 0) {
      const code = this.#failure();
      this.#winsock.closesocket(s);
      return code;
    }
    const kind = (type === SOCK_DGRAM ? DATAGRAM : 0) | (family === AF_INET6 ? IPV6 : 0);
    this.#sockets.set(s, OPEN | kind);
    this.#open++;
    return s;
  }

  /** With a linger time, closing a non-blocking socket would fail. {1, 0} remains, because it resets the connection. */
  #dropLingerTime(s: number): void {
    this.#length[0] = this.#linger.length;
    const code = this.#winsock.getsockopt(s, SOL_SOCKET, SO_LINGER, this.#linger, this.#length);
    if (code !== 0 || (this.#linger[2] === 0 && this.#linger[3] === 0)) return;
    this.#winsock.setsockopt(s, SOL_SOCKET, SO_LINGER, NO_LINGER, NO_LINGER.length);
  }

  #needsRoom(s: number, len: number): boolean {
    return len < LONGEST_DATAGRAM && (this.#sockets.get(s) & DATAGRAM) !== 0;
  }

  #room(): Uint8Array {
    this.#datagram ??= new Uint8Array(LONGEST_DATAGRAM);
    return this.#datagram;
  }

  /** Copies as much of a received datagram as fits; returns its whole length, or the negative error. */
  #deliver(datagram: Uint8Array, n: number, buf: Uint8Array, off: number, len: number): number {
    if (n < 0) return this.#failure();
    const fitting = Math.min(n, len);
    buf.set(fitting === datagram.length ? datagram : datagram.subarray(0, fitting), off);
    return n;
  }

  #ioctl(s: number, command: number): number {
    this.#int[0] = 0;
    return this.#winsock.ioctlsocket(s, command, this.#int) === 0 ? this.#int[0] : this.#failure();
  }

  #count(n: number): number {
    return n < 0 ? this.#failure() : n;
  }

  #done(code: number): number {
    return code === 0 ? 0 : this.#failure();
  }

  #failure(): number {
    return -this.#winsock.WSAGetLastError();
  }
}

/** The memory from `off` on; without an offset, the buffer itself. */
function from(buf: Uint8Array, off: number): Uint8Array {
  return off === 0 ? buf : buf.subarray(off);
}
