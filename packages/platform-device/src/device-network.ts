import type { NetworkStack } from "@ws2kit/spi";
import type { DeviceHost } from "./device-host.js";
import type { PollTable } from "./poll-table.js";

/** The host's sockets behind `NetworkStack`: each call is the host's, with typed arrays taken apart. */
export class DeviceNetwork implements NetworkStack {
  readonly #host: DeviceHost;
  readonly #table: PollTable;

  constructor(host: DeviceHost, table: PollTable) {
    this.#host = host;
    this.#table = table;
  }

  open(family: number, type: number, protocol: number): number {
    return this.#host.open(family, type, protocol);
  }

  close(fd: number): number {
    this.#table.set(fd, 0);
    return this.#host.close(fd);
  }

  bind(fd: number, name: Uint8Array, namelen: number): number {
    return this.#host.bind(fd, memory(name), name.byteOffset, Math.min(namelen, name.length));
  }

  connect(fd: number, name: Uint8Array, namelen: number): number {
    return this.#host.connect(fd, memory(name), name.byteOffset, Math.min(namelen, name.length));
  }

  listen(fd: number, backlog: number): number {
    return this.#host.listen(fd, backlog);
  }

  accept(fd: number, name: Uint8Array): number {
    return this.#host.accept(fd, memory(name), name.byteOffset);
  }

  send(fd: number, buf: Uint8Array, off: number, len: number, flags: number): number {
    return this.#host.send(fd, memory(buf), buf.byteOffset + off, len, flags);
  }

  recv(fd: number, buf: Uint8Array, off: number, len: number, flags: number): number {
    return this.#host.recv(fd, memory(buf), buf.byteOffset + off, len, flags);
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
    const size = Math.min(namelen, name.length);
    return this.#host.sendto(fd, memory(buf), buf.byteOffset + off, len, flags, memory(name), name.byteOffset, size);
  }

  recvfrom(fd: number, buf: Uint8Array, off: number, len: number, flags: number, name: Uint8Array): number {
    return this.#host.recvfrom(fd, memory(buf), buf.byteOffset + off, len, flags, memory(name), name.byteOffset);
  }

  shutdown(fd: number, how: number): number {
    return this.#host.shutdown(fd, how);
  }

  getsockname(fd: number, name: Uint8Array): number {
    return this.#host.getsockname(fd, memory(name), name.byteOffset);
  }

  getpeername(fd: number, name: Uint8Array): number {
    return this.#host.getpeername(fd, memory(name), name.byteOffset);
  }

  getsockopt(fd: number, level: number, optname: number, value: Uint8Array): number {
    return this.#host.getsockopt(fd, level, optname, memory(value), value.byteOffset, value.length);
  }

  setsockopt(fd: number, level: number, optname: number, value: Uint8Array, len: number): number {
    return this.#host.setsockopt(fd, level, optname, memory(value), value.byteOffset, Math.min(len, value.length));
  }

  unsent(fd: number): number {
    return this.#host.unsent(fd);
  }

  available(fd: number): number {
    return this.#host.available(fd);
  }

  atmark(fd: number): number {
    return this.#host.atmark(fd);
  }

  watch(fd: number, events: number): number {
    this.#table.set(fd, events);
    return 0;
  }

  poll(ready: Int32Array): number {
    return this.#table.list(ready);
  }

  resolve(name: string, family: number, out: Uint8Array): number {
    return this.#host.resolve(name, family, memory(out), out.byteOffset, out.length);
  }
}

function memory(bytes: Uint8Array): ArrayBuffer {
  return bytes.buffer as ArrayBuffer;
}
