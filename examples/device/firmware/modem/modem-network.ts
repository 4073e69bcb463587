import {
  MSG_OOB,
  MSG_PEEK,
  type NetworkStack,
  READY_ERR,
  READY_IN,
  READY_OUT,
  SO_ERROR,
  SOCKADDR_IN_SIZE,
  SOL_SOCKET,
  setUint32,
  sockaddrPort,
  type Watcher,
  WSAEINVAL,
  WSAENETDOWN,
  WSAENOPROTOOPT,
  WSAENOTCONN,
  WSAEOPNOTSUPP,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import type { ModemHost } from "./modem-host.js";

type Watch = (fd: number, events: number, watcher: Watcher) => void;

/** A call of the modem, and the bytes that a peek has read. */
interface Call {
  readonly peer: Uint8Array;
  readonly peeked: Uint8Array;
  hasPeeked: boolean;
}

/** A network that consists of one modem on a serial line. It makes one outgoing call at a time, and accepts none. */
export class ModemNetwork implements NetworkStack {
  readonly #modem: ModemHost;
  readonly #line: string;
  /** Closes any descriptor of the host. */
  readonly #release: (fd: number) => number;
  readonly #calls = new Map<number, Call>();

  constructor(modem: ModemHost, line: string, release: (fd: number) => number) {
    this.#modem = modem;
    this.#line = line;
    this.#release = release;
  }

  /** Adapts the machine's watch to this network: a line is always writable, even while the modem dials. */
  watching(watch: Watch): Watch {
    return (fd, events, watcher) => {
      if (this.#modem.state(fd) !== -WSAEWOULDBLOCK) return watch(fd, events, watcher);
      watch(fd, events === 0 ? 0 : READY_IN, {
        notify: () => {
          const state = this.#modem.state(fd);
          if (state !== -WSAEWOULDBLOCK) watcher.notify(state < 0 ? READY_OUT | READY_ERR : READY_OUT);
        },
      });
    };
  }

  open(): number {
    const fd = this.#modem.open(this.#line);
    const peeked = new Uint8Array(1);
    if (fd >= 0) this.#calls.set(fd, { peer: new Uint8Array(SOCKADDR_IN_SIZE), peeked, hasPeeked: false });
    return fd;
  }

  close(fd: number): number {
    this.#calls.delete(fd);
    return this.#release(fd);
  }

  connect(fd: number, name: Uint8Array): number {
    const call = this.#calls.get(fd);
    if (call === undefined) return -WSAENETDOWN;
    call.peer.set(name.subarray(0, SOCKADDR_IN_SIZE));
    const rc = this.#modem.dial(fd, name.subarray(4, 8).join("."), sockaddrPort(name));
    return rc === 0 ? -WSAEWOULDBLOCK : rc;
  }

  send(fd: number, buf: Uint8Array, off: number, len: number, flags: number): number {
    if ((flags & MSG_OOB) !== 0) return -WSAEOPNOTSUPP;
    return this.#modem.write(fd, buf.buffer as ArrayBuffer, buf.byteOffset + off, len);
  }

  recv(fd: number, buf: Uint8Array, off: number, len: number, flags: number): number {
    const call = this.#calls.get(fd);
    if (call === undefined) return -WSAENOTCONN;
    if ((flags & MSG_OOB) !== 0) return -WSAEINVAL;
    const looks = (flags & MSG_PEEK) !== 0;
    if (len > 0 && (looks || call.hasPeeked)) {
      if (!call.hasPeeked) {
        const rc = this.#modem.read(fd, call.peeked.buffer as ArrayBuffer, 0, 1);
        if (rc <= 0) return rc;
      }
      call.hasPeeked = looks;
      buf[off] = call.peeked[0];
      return 1;
    }
    return this.#modem.read(fd, buf.buffer as ArrayBuffer, buf.byteOffset + off, len);
  }

  getsockname(fd: number, name: Uint8Array): number {
    if (this.getpeername(fd, name) < 0) return -WSAEINVAL;
    // the modem does not report its own address
    name.fill(0, 2, SOCKADDR_IN_SIZE);
    return SOCKADDR_IN_SIZE;
  }

  getpeername(fd: number, name: Uint8Array): number {
    const call = this.#calls.get(fd);
    if (call === undefined || this.#modem.state(fd) !== 1) return -WSAENOTCONN;
    name.set(call.peer);
    return SOCKADDR_IN_SIZE;
  }

  getsockopt(fd: number, level: number, optname: number, value: Uint8Array): number {
    if (level !== SOL_SOCKET || optname !== SO_ERROR) return -WSAENOPROTOOPT;
    const state = this.#modem.state(fd);
    const isFailure = state < 0 && state !== -WSAEWOULDBLOCK && state !== -WSAENOTCONN;
    setUint32(value, 0, isFailure ? -state : 0);
    return 4;
  }

  setsockopt = () => -WSAENOPROTOOPT;
  /** Does nothing: a call ends in both directions, when it is closed. */
  shutdown = () => 0;
  available = (fd: number) => (this.#calls.get(fd)?.hasPeeked ? 1 : 0);
  unsent = () => 0;
  atmark = () => 1;
  bind = () => -WSAEOPNOTSUPP;
  listen = () => -WSAEOPNOTSUPP;
  accept = () => -WSAEOPNOTSUPP;
  sendto = () => -WSAEOPNOTSUPP;
  recvfrom = () => -WSAEOPNOTSUPP;
  resolve = () => -WSAEOPNOTSUPP;
  watch = () => 0;
  poll = () => 0;
}
