import {
  AF_INET,
  AF_INET6,
  DWORD,
  IPPROTO_TCP,
  IPPROTO_UDP,
  MSG_OOB,
  type NetworkStack,
  type Platform,
  READY_IN,
  READY_OUT,
  readDWORD,
  SO_ERROR,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOL_SOCKET,
  sockaddr_in,
  sockaddr_in6,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { assert } from "chai";

/** How long a case waits for an expected event, in the platform's milliseconds. */
const PATIENCE = 2000;

/** One stack, its loopback, and the descriptors that a case opened on it. */
export class Lab {
  readonly stack: NetworkStack;
  readonly #open: number[] = [];

  constructor(readonly platform: Platform) {
    this.stack = platform.network;
  }

  keep(fd: number): number {
    assert.isAtLeast(fd, 0, "a descriptor");
    this.#open.push(fd);
    return fd;
  }

  /** Closes a descriptor of this lab. */
  close(fd: number): void {
    this.#open.splice(this.#open.indexOf(fd), 1);
    assert.equal(this.stack.close(fd), 0, "close");
  }

  closeAll(): void {
    for (const fd of this.#open.splice(0)) this.stack.close(fd);
  }

  tcp(family = AF_INET): number {
    return this.keep(this.stack.open(family, SOCK_STREAM, IPPROTO_TCP));
  }

  udp(family = AF_INET): number {
    return this.keep(this.stack.open(family, SOCK_DGRAM, IPPROTO_UDP));
  }

  bind(fd: number, name: Uint8Array): number {
    return this.stack.bind(fd, name, name.length);
  }

  /** A datagram socket on a free port of the loopback. */
  boundUdp(family = AF_INET): number {
    const fd = this.udp(family);
    assert.equal(this.bind(fd, loopback(family)), 0, "bind");
    return fd;
  }

  listener(family = AF_INET, backlog = 5): number {
    const fd = this.tcp(family);
    assert.equal(this.bind(fd, loopback(family)), 0, "bind");
    assert.equal(this.stack.listen(fd, backlog), 0, "listen");
    return fd;
  }

  name(fd: number): Uint8Array {
    const name = new Uint8Array(28);
    const length = this.stack.getsockname(fd, name);
    assert.isAbove(length, 0, "getsockname");
    return name.subarray(0, length);
  }

  connect(fd: number, name: Uint8Array): number {
    return this.stack.connect(fd, name, name.length);
  }

  accept(listener: number): number {
    this.until(listener, READY_IN);
    return this.keep(this.stack.accept(listener, new Uint8Array(28)));
  }

  /** Two ends of a connection. */
  pair(family = AF_INET): { client: number; server: number } {
    const listener = this.listener(family);
    const client = this.tcp(family);
    const code = this.connect(client, this.name(listener));
    if (code !== 0) assert.equal(code, -WSAEWOULDBLOCK, "connect");
    const server = this.accept(listener);
    assert.equal(this.until(client, READY_OUT), READY_OUT, "connected");
    assert.equal(this.int(client, SOL_SOCKET, SO_ERROR), 0, "SO_ERROR");
    this.close(listener);
    return { client, server };
  }

  send(fd: number, text: string, flags = 0): number {
    const bytes = bytesOf(text);
    return this.stack.send(fd, bytes, 0, bytes.length, flags);
  }

  sendto(fd: number, text: string, name: Uint8Array): number {
    const bytes = bytesOf(text);
    return this.stack.sendto(fd, bytes, 0, bytes.length, 0, name, name.length);
  }

  /** What one receive of at most `len` bytes gives: text, or its code. */
  recv(fd: number, len = 100, flags = 0): string | number {
    const bytes = new Uint8Array(len);
    const count = this.stack.recv(fd, bytes, 0, len, flags);
    return count > 0 ? textOf(bytes.subarray(0, count)) : count;
  }

  /** The same, once data has arrived. */
  receive(fd: number, len = 100, flags = 0): string | number {
    this.until(fd, READY_IN);
    return this.recv(fd, len, flags);
  }

  urgent(fd: number): string | number {
    return this.recv(fd, 1, MSG_OOB);
  }

  /** Waits until `fd` shows one of `bits`, or an error or a hang-up, and returns what it shows. */
  until(fd: number, bits: number): number {
    const end = this.platform.now() + PATIENCE;
    for (;;) {
      const shown = this.ready(fd, bits);
      if (shown !== 0) return shown;
      this.stack.watch(fd, bits);
      const can = this.platform.wait(Math.max(0, end - this.platform.now()));
      this.stack.watch(fd, 0);
      assert.isTrue(can && this.platform.now() < end, `descriptor ${fd} never showed ${bits}`);
    }
  }

  /** What `poll` shows of `fd` now, when it is watched for `bits`. */
  ready(fd: number, bits: number): number {
    const found = new Int32Array(2);
    this.stack.watch(fd, bits);
    const count = this.stack.poll(found);
    this.stack.watch(fd, 0);
    if (count > 0) assert.equal(found[0], fd);
    return count > 0 ? found[1] : 0;
  }

  int(fd: number, level: number, option: number): number {
    const value = new Uint8Array(4);
    assert.equal(this.stack.getsockopt(fd, level, option, value), 4, "getsockopt");
    return readDWORD(value);
  }

  set(fd: number, level: number, option: number, value: Uint8Array | number): number {
    const bytes = typeof value === "number" ? DWORD(value) : value;
    return this.stack.setsockopt(fd, level, option, bytes, bytes.length);
  }
}

/** The loopback address of a family. */
export function loopback(family: number, port = 0): Uint8Array {
  return family === AF_INET6 ? sockaddr_in6("::1", port) : sockaddr_in("127.0.0.1", port);
}

/** ASCII text as bytes. A guest's engine has no TextEncoder. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

export function textOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
