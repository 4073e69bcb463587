/**
 * An echo server: it sends what arrives on port 7007, over TCP or UDP, back to its sender.
 *
 * It has one thread and one `select`; nothing else blocks. If a peer does not read, its connection stores the unsent
 * bytes and is not read until they are sent. So a slow peer needs one chunk of memory and does not delay other peers.
 */
import {
  AF_INET,
  FD_SET,
  FD_ZERO,
  FIONBIO,
  fd_set,
  INADDR_ANY,
  INVALID_SOCKET,
  IPPROTO_TCP,
  IPPROTO_UDP,
  MAKEWORD,
  type Machine,
  newWSADATA,
  ref,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOCKADDR_STORAGE_SIZE,
  type SOCKET,
  SOCKET_ERROR,
  sockaddr_in,
  sockaddrText,
  WSAEADDRINUSE,
  WSAEWOULDBLOCK,
  type Ws2,
} from "@ws2kit/target";

/** If it is in use, the server uses any free port; the lines "listening …" report which. */
const PORT = 7007;
/** More connections wait in the backlog. */
const MAX_CONNECTIONS = 16;
const BACKLOG = 16;
/** The most bytes received at once; a longer datagram is dropped. */
const CHUNK = 16 * 1024;
/** The most datagrams echoed in a row, before connections are served. */
const BURST = 16;
const SECOND = { tv_sec: 1, tv_usec: 0 };

export default function main(machine: Machine): void {
  const { platform } = machine;
  const ws2 = machine.openProcess();
  const code = ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
  if (code !== 0) throw new Error(`WSAStartup failed: ${code}`);

  const server = new EchoServer(ws2);
  platform.log(`listening tcp ${server.tcpName}`);
  platform.log(`listening udp ${server.udpName}`);

  let due = platform.now() + 1000;
  for (;;) {
    server.serve();
    if (platform.now() < due) continue;
    platform.log(`telemetry ${server.figures} operations=${machine.counters.operations}`);
    due = platform.now() + 1000;
  }
}

class EchoServer {
  readonly #ws2: Ws2;
  readonly #listener: SOCKET;
  readonly #datagrams: SOCKET;
  /** Every connection, with its unsent bytes. */
  readonly #connections = new Map<SOCKET, Uint8Array | null>();
  readonly #chunk = new Uint8Array(CHUNK);
  readonly #sender = new Uint8Array(SOCKADDR_STORAGE_SIZE);
  readonly #readable = fd_set();
  readonly #writable = fd_set();
  #in = 0;
  #out = 0;
  #dropped = 0;

  constructor(ws2: Ws2) {
    this.#ws2 = ws2;
    this.#listener = this.#open(SOCK_STREAM, IPPROTO_TCP);
    this.#require(ws2.listen(this.#listener, BACKLOG), "listen");
    this.#datagrams = this.#open(SOCK_DGRAM, IPPROTO_UDP);
  }

  get tcpName(): string {
    return this.#nameOf(this.#listener);
  }

  get udpName(): string {
    return this.#nameOf(this.#datagrams);
  }

  get figures(): string {
    return `connections=${this.#connections.size} in=${this.#in} out=${this.#out} dropped=${this.#dropped}`;
  }

  /** Waits until a socket is ready, at most a second, and serves it. */
  serve(): void {
    const readable = this.#readable;
    const writable = this.#writable;
    this.#fillSets();
    this.#require(this.#ws2.select(0, readable, writable, null, SECOND), "select");
    for (let i = 0; i < writable.fd_count; i++) this.#sendRest(writable.fd_array[i]);
    for (let i = 0; i < readable.fd_count; i++) {
      const s = readable.fd_array[i];
      if (s === this.#listener) this.#accept();
      else if (s === this.#datagrams) this.#echoDatagrams();
      else this.#echoStream(s);
    }
  }

  #fillSets(): void {
    FD_ZERO(this.#readable);
    FD_ZERO(this.#writable);
    FD_SET(this.#datagrams, this.#readable);
    if (this.#connections.size < MAX_CONNECTIONS) FD_SET(this.#listener, this.#readable);
    for (const [s, unsent] of this.#connections) FD_SET(s, unsent === null ? this.#readable : this.#writable);
  }

  #accept(): void {
    const s = this.#ws2.accept(this.#listener, null, null);
    // a client may have closed its connection before it is accepted
    if (s === INVALID_SOCKET) return;
    this.#doNotBlock(s);
    this.#connections.set(s, null);
  }

  #echoStream(s: SOCKET): void {
    const received = this.#ws2.recv(s, this.#chunk, CHUNK, 0);
    if (received > 0) {
      this.#in += received;
      this.#send(s, this.#chunk.subarray(0, received));
    } else if (received === 0 || this.#ws2.WSAGetLastError() !== WSAEWOULDBLOCK) this.#close(s);
  }

  #sendRest(s: SOCKET): void {
    const unsent = this.#connections.get(s);
    if (unsent) this.#send(s, unsent);
  }

  /** Sends as much as possible now, and stores a copy of the rest. */
  #send(s: SOCKET, bytes: Uint8Array): void {
    const taken = this.#ws2.send(s, bytes, bytes.length, 0);
    if (taken === SOCKET_ERROR && this.#ws2.WSAGetLastError() !== WSAEWOULDBLOCK) {
      this.#close(s);
      return;
    }
    const sent = Math.max(taken, 0);
    this.#out += sent;
    this.#connections.set(s, sent < bytes.length ? bytes.slice(sent) : null);
  }

  #echoDatagrams(): void {
    for (let i = 0; i < BURST && this.#echoDatagram(); i++);
  }

  /** Echoes one datagram; `false` if none has arrived. */
  #echoDatagram(): boolean {
    const length = ref(SOCKADDR_STORAGE_SIZE);
    const received = this.#ws2.recvfrom(this.#datagrams, this.#chunk, CHUNK, 0, this.#sender, length);
    if (received === SOCKET_ERROR) {
      if (this.#ws2.WSAGetLastError() === WSAEWOULDBLOCK) return false;
      this.#dropped++;
      return true;
    }
    this.#in += received;
    const sent = this.#ws2.sendto(this.#datagrams, this.#chunk, received, 0, this.#sender, length.value);
    if (sent === SOCKET_ERROR) this.#dropped++;
    else this.#out += sent;
    return true;
  }

  #close(s: SOCKET): void {
    this.#ws2.closesocket(s);
    this.#connections.delete(s);
  }

  /** Opens a non-blocking socket on the port, or on a free one. */
  #open(type: number, protocol: number): SOCKET {
    const s = this.#ws2.socket(AF_INET, type, protocol);
    this.#require(s, "socket");
    this.#doNotBlock(s);
    let name = sockaddr_in(INADDR_ANY, PORT);
    let bound = this.#ws2.bind(s, name, name.length);
    if (bound === SOCKET_ERROR && this.#ws2.WSAGetLastError() === WSAEADDRINUSE) {
      name = sockaddr_in(INADDR_ANY, 0);
      bound = this.#ws2.bind(s, name, name.length);
    }
    this.#require(bound, "bind");
    return s;
  }

  #doNotBlock(s: SOCKET): void {
    this.#require(this.#ws2.ioctlsocket(s, FIONBIO, ref(1)), "ioctlsocket");
  }

  #nameOf(s: SOCKET): string {
    const name = new Uint8Array(SOCKADDR_STORAGE_SIZE);
    this.#require(this.#ws2.getsockname(s, name, ref(name.length)), "getsockname");
    return sockaddrText(name);
  }

  #require(result: number, call: string): void {
    if (result === SOCKET_ERROR) throw new Error(`${call} failed: ${this.#ws2.WSAGetLastError()}`);
  }
}
