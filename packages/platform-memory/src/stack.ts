import {
  AF_INET,
  AF_INET6,
  holds,
  IPPROTO_TCP,
  IPPROTO_UDP,
  type NetworkStack,
  SOCK_DGRAM,
  SOCK_RAW,
  SOCK_STREAM,
  WSAEACCES,
  WSAEAFNOSUPPORT,
  WSAEFAULT,
  WSAEMFILE,
  WSAENETDOWN,
  WSAENOTSOCK,
  WSAEPROTONOSUPPORT,
  WSAESOCKTNOSUPPORT,
} from "@ws2kit/spi";
import { DatagramSocket } from "./datagram/datagram-socket.js";
import type { Host } from "./host/host.js";
import type { Socket } from "./host/socket.js";
import type { Network } from "./network.js";
import { getOption, setOption } from "./options/option-table.js";
import { resolve, writeName } from "./resolver.js";
import { StreamSocket } from "./stream/stream-socket.js";

/** The network stack of one host: finds the socket of a descriptor and forwards the call to it. */
export class MemoryStack implements NetworkStack {
  constructor(
    private readonly network: Network,
    private readonly host: Host,
  ) {}

  open(family: number, type: number, protocol: number): number {
    if (!this.host.up) return -WSAENETDOWN;
    if (family !== AF_INET && family !== AF_INET6) return -WSAEAFNOSUPPORT;
    // Raw sockets need an administrator's rights.
    if (type === SOCK_RAW) return -WSAEACCES;
    if (type !== SOCK_STREAM && type !== SOCK_DGRAM) return -WSAESOCKTNOSUPPORT;
    if (protocol !== (type === SOCK_STREAM ? IPPROTO_TCP : IPPROTO_UDP)) return -WSAEPROTONOSUPPORT;
    if (this.host.full) return -WSAEMFILE;
    return this.host.admit(new (type === SOCK_STREAM ? StreamSocket : DatagramSocket)(this.host, family));
  }

  /** Works while the network is down too, so that a program can release its sockets. */
  close(fd: number): number {
    const socket = this.host.socket(fd);
    if (socket === undefined) return -WSAENOTSOCK;
    this.host.remove(socket);
    socket.close();
    return 0;
  }

  bind(fd: number, name: Uint8Array, namelen: number): number {
    const socket = this.#socket(fd);
    return typeof socket === "number" ? socket : socket.bind(name, namelen);
  }

  connect(fd: number, name: Uint8Array, namelen: number): number {
    const socket = this.#socket(fd);
    return typeof socket === "number" ? socket : socket.connect(name, namelen);
  }

  listen(fd: number, backlog: number): number {
    const socket = this.#socket(fd);
    return typeof socket === "number" ? socket : socket.listen(backlog);
  }

  accept(fd: number, name: Uint8Array): number {
    const socket = this.#socket(fd);
    if (typeof socket === "number") return socket;
    // The connection stays in the queue until a descriptor is free.
    if (socket.acceptable && this.host.full) return -WSAEMFILE;
    const connection = socket.accept();
    if (typeof connection === "number") return connection;
    connection.getpeername(name);
    return this.host.admit(connection);
  }

  send(fd: number, buf: Uint8Array, off: number, len: number, flags: number): number {
    const socket = this.#socket(fd);
    if (typeof socket === "number") return socket;
    return holds(buf, off, len) ? socket.send(buf, off, len, flags) : -WSAEFAULT;
  }

  recv(fd: number, buf: Uint8Array, off: number, len: number, flags: number): number {
    const socket = this.#socket(fd);
    if (typeof socket === "number") return socket;
    return holds(buf, off, len) ? socket.recv(buf, off, len, flags, null) : -WSAEFAULT;
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
    const socket = this.#socket(fd);
    if (typeof socket === "number") return socket;
    return holds(buf, off, len) ? socket.sendto(buf, off, len, flags, name, namelen) : -WSAEFAULT;
  }

  recvfrom(fd: number, buf: Uint8Array, off: number, len: number, flags: number, name: Uint8Array): number {
    const socket = this.#socket(fd);
    if (typeof socket === "number") return socket;
    return holds(buf, off, len) ? socket.recv(buf, off, len, flags, name) : -WSAEFAULT;
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
    const socket = this.#socket(fd);
    if (typeof socket === "number") return socket;
    return holds(buf, off, len) ? socket.sendmsg(buf, off, len, flags, name, namelen, packet) : -WSAEFAULT;
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
    const socket = this.#socket(fd);
    if (typeof socket === "number") return socket;
    return holds(buf, off, len) ? socket.recv(buf, off, len, flags, name, packet) : -WSAEFAULT;
  }

  shutdown(fd: number, how: number): number {
    const socket = this.#socket(fd);
    return typeof socket === "number" ? socket : socket.shutdown(how);
  }

  getsockname(fd: number, name: Uint8Array): number {
    const socket = this.#socket(fd);
    return typeof socket === "number" ? socket : socket.getsockname(name);
  }

  getpeername(fd: number, name: Uint8Array): number {
    const socket = this.#socket(fd);
    return typeof socket === "number" ? socket : socket.getpeername(name);
  }

  getsockopt(fd: number, level: number, optname: number, value: Uint8Array): number {
    const socket = this.#socket(fd);
    return typeof socket === "number" ? socket : getOption(socket, level, optname, value);
  }

  setsockopt(fd: number, level: number, optname: number, value: Uint8Array, len: number): number {
    const socket = this.#socket(fd);
    return typeof socket === "number" ? socket : setOption(socket, level, optname, value, len);
  }

  unsent(fd: number): number {
    const socket = this.#socket(fd);
    return typeof socket === "number" ? socket : socket.unsent();
  }

  available(fd: number): number {
    const socket = this.#socket(fd);
    return typeof socket === "number" ? socket : socket.available();
  }

  atmark(fd: number): number {
    const socket = this.#socket(fd);
    return typeof socket === "number" ? socket : socket.atmark();
  }

  urgent(fd: number): number {
    const socket = this.#socket(fd);
    return typeof socket === "number" ? socket : socket.urgent();
  }

  watch(fd: number, events: number): number {
    const socket = this.host.socket(fd);
    if (socket === undefined) return -WSAENOTSOCK;
    this.host.watch(socket, events);
    return 0;
  }

  poll(ready: Int32Array): number {
    return this.host.poll(ready);
  }

  resolve(name: string, family: number, out: Uint8Array): number {
    return this.host.up ? resolve(this.network, this.host, name, family, out) : -WSAENETDOWN;
  }

  hostName(name: Uint8Array, namelen: number, out: Uint8Array): number {
    if (namelen > 0 && !this.host.up) return -WSAENETDOWN;
    return writeName(this.network, this.host, name, namelen, out);
  }

  #socket(fd: number): Socket | number {
    const socket = this.host.socket(fd);
    if (socket === undefined) return -WSAENOTSOCK;
    return this.host.up ? socket : -WSAENETDOWN;
  }
}
