import { nodePlatform } from "@ws2kit/platform-node";
import {
  AF_INET,
  AF_INET6,
  IPPROTO_TCP,
  IPPROTO_UDP,
  type NetworkStack,
  READY_IN,
  SOCK_DGRAM,
  SOCK_STREAM,
  sockaddr_in,
  sockaddr_in6,
  sockaddrPort,
} from "@ws2kit/spi";
import { assert } from "chai";

/** One platform and the descriptors that a test opened on it; `close` gives them all back. */
export class Loopback {
  readonly platform = nodePlatform();
  readonly network: NetworkStack = this.platform.network;
  readonly #open: number[] = [];
  readonly #ready = new Int32Array(2 * 64);

  keep(fd: number): number {
    assert.isAtLeast(fd, 0, "a descriptor");
    this.#open.push(fd);
    return fd;
  }

  tcp(family = AF_INET): number {
    return this.keep(this.network.open(family, SOCK_STREAM, IPPROTO_TCP));
  }

  /** A datagram socket, bound to the loopback. */
  udp(family = AF_INET): number {
    const fd = this.keep(this.network.open(family, SOCK_DGRAM, IPPROTO_UDP));
    this.bind(fd, family);
    return fd;
  }

  /** Binds to the loopback; port 0 takes a free one. */
  bind(fd: number, family = AF_INET, port = 0): void {
    const name = address(family, port);
    assert.equal(this.network.bind(fd, name, name.length), 0, "bind");
  }

  /** The address that a descriptor is bound to. */
  name(fd: number): Uint8Array {
    const name = new Uint8Array(28);
    return name.subarray(0, this.network.getsockname(fd, name));
  }

  port(fd: number): number {
    return sockaddrPort(this.name(fd));
  }

  listener(family = AF_INET): number {
    const fd = this.tcp(family);
    this.bind(fd, family);
    assert.equal(this.network.listen(fd, 5), 0, "listen");
    return fd;
  }

  /** Two ends of a connection: the one that called, and the one that was accepted. */
  pair(family = AF_INET): { client: number; server: number; listener: number } {
    const listener = this.listener(family);
    const client = this.tcp(family);
    const name = this.name(listener);
    this.network.connect(client, name, name.length);
    this.until(listener, READY_IN);
    const server = this.keep(this.network.accept(listener, new Uint8Array(28)));
    return { client, server, listener };
  }

  /** Blocks until a descriptor is ready for any of `events`; READY_* as the stack lists them. */
  until(fd: number, events: number): number {
    this.network.watch(fd, events);
    try {
      for (;;) {
        this.platform.wait(5000);
        const n = this.network.poll(this.#ready);
        assert.isAbove(n, 0, "ready within five seconds");
        for (let i = 0; i < n; i++) if (this.#ready[2 * i] === fd) return this.#ready[2 * i + 1];
      }
    } finally {
      this.network.watch(fd, 0);
    }
  }

  send(fd: number, text: string, flags = 0): number {
    const bytes = Buffer.from(text);
    return this.network.send(fd, bytes, 0, bytes.length, flags);
  }

  /** Waits for data, then receives at most `len` bytes. Returns the stack's code as a number if it failed. */
  recv(fd: number, len = 100, flags = 0): string | number {
    this.until(fd, READY_IN);
    const bytes = new Uint8Array(len);
    const n = this.network.recv(fd, bytes, 0, len, flags);
    return n < 0 ? n : Buffer.from(bytes.subarray(0, n)).toString();
  }

  getInt(fd: number, level: number, optname: number): number {
    const value = new Int32Array(1);
    const rc = this.network.getsockopt(fd, level, optname, new Uint8Array(value.buffer));
    return rc < 0 ? rc : value[0];
  }

  setInt(fd: number, level: number, optname: number, value: number): number {
    return this.network.setsockopt(fd, level, optname, new Uint8Array(Int32Array.of(value).buffer), 4);
  }

  close(): void {
    for (const fd of this.#open.splice(0)) this.network.close(fd);
  }
}

export function address(family: number, port: number): Uint8Array {
  return family === AF_INET6 ? sockaddr_in6("::1", port) : sockaddr_in("127.0.0.1", port);
}
