import {
  DWORD,
  FD_READ,
  ref,
  SO_BROADCAST,
  SOCK_DGRAM,
  SOCKADDR_STORAGE_SIZE,
  type SOCKET,
  SOCKET_ERROR,
  SOL_SOCKET,
  sockaddrFamily,
  sockaddrText,
  WSAECONNRESET,
  WSAENETRESET,
  WSAENOTSOCK,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { type Limit, type Limits, limitOf } from "./limit.js";
import { type Address, addressOf, bufferOf, OpenSocket, openSocket } from "./open-socket.js";
import { addresses, type Endpoint, resolve, resolveAtOnce } from "./resolve.js";
import type { Ws2 } from "./ws2.js";

/** What a socket for datagrams is to be, and for how long to look up its peer. */
export interface DatagramOptions extends Limits {
  /** Its address of this machine in figures; every IPv4 interface unless given. The look-up of a name blocks. */
  readonly host?: string | undefined;
  /** Its port; any free one unless given. */
  readonly port?: number | undefined;
  /** The one peer that it sends to and receives from; without it, every datagram names its peer. */
  readonly peer?: (Address & Pick<Endpoint, "lookup">) | undefined;
  /** Whether it may send to broadcast addresses. */
  readonly broadcast?: boolean | undefined;
  /** Bytes of the longest datagram that it receives, 2,048 unless given. */
  readonly longest?: number | undefined;
}

/** A datagram that has been received. */
export interface Datagram {
  /** The data. */
  readonly bytes: Uint8Array;
  /** The address of the sender. */
  readonly from: Address;
}

const LONGEST = 2048;

/** A UDP socket. One receive may be under way at a time. */
export class DatagramSocket implements AsyncIterable<Datagram> {
  readonly #socket: OpenSocket;
  readonly #longest: number;
  readonly #hasPeer: boolean;
  #isReceiving = false;

  /** Owns the socket from now on. */
  constructor(socket: OpenSocket, longest: number, hasPeer: boolean) {
    this.#socket = socket;
    this.#longest = longest;
    this.#hasPeer = hasPeer;
  }

  /** The local address. */
  get local(): Address {
    return this.#socket.local;
  }

  /** The socket's handle; -1 once it is closed. */
  get handle(): SOCKET {
    return this.#socket.handle;
  }

  /**
   * Sends one datagram to `to`, or to the peer: resolves once the system has it. WSAEMSGSIZE: longer than the protocol
   * carries.
   */
  async send(bytes: Uint8Array, to?: Endpoint, limits?: Limits): Promise<void> {
    const socket = this.#socket;
    const limit = limitOf(socket.ws2, limits);
    try {
      socket.check("sendto", false, limit);
      const { ws2 } = socket;
      // to an address in figures it is sent within the call
      const known = to === undefined ? [] : resolveAtOnce(ws2, to, SOCK_DGRAM);
      const name = (known ?? (await resolve(ws2, to as Endpoint, SOCK_DGRAM, limit)))[0] ?? null;
      if (socket.isClosed) throw socket.error("sendto", WSAENOTSOCK);
      await this.#send(bytes, name, limit);
    } finally {
      limit?.release();
    }
  }

  /**
   * Receives the next datagram. WSAEMSGSIZE: it was longer than `longest`, and is lost. A socket with a peer fails with
   * WSAECONNRESET once after the peer's port could not be reached; without a peer that is passed over.
   */
  async receive(limits?: Limits): Promise<Datagram> {
    const socket = this.#socket;
    const limit = limitOf(socket.ws2, limits);
    try {
      socket.check("recvfrom", this.#isReceiving, limit);
      this.#isReceiving = true;
      try {
        return await this.#next(limit);
      } finally {
        this.#isReceiving = false;
      }
    } finally {
      limit?.release();
    }
  }

  /** Receives until the socket is closed. */
  async *datagrams(limits?: Limits): AsyncGenerator<Datagram, void, undefined> {
    while (!this.#socket.isClosed) {
      const next = await this.receive(limits).catch((error) => {
        if (this.#socket.isClosed) return null;
        throw error;
      });
      if (next === null) return;
      yield next;
    }
  }

  /** Receives datagrams until the socket is closed, as `datagrams` does. */
  [Symbol.asyncIterator](): AsyncGenerator<Datagram, void, undefined> {
    return this.datagrams();
  }

  /** Closes the socket. What waits fails with WSA_OPERATION_ABORTED, and a loop ends. */
  close(): void {
    this.#socket.close();
  }

  async #next(limit: Limit | null): Promise<Datagram> {
    const socket = this.#socket;
    const { ws2 } = socket;
    const name = new Uint8Array(SOCKADDR_STORAGE_SIZE);
    for (;;) {
      const scratch = socket.shared.scratch(this.#longest);
      const received = ws2.recvfrom(socket.handle, scratch, this.#longest, 0, name, ref(name.length));
      if (received >= 0) {
        const datagram = { bytes: scratch.slice(0, received), from: addressOf(name) };
        await socket.shared.succeeded();
        return datagram;
      }
      const code = ws2.WSAGetLastError();
      if (code === WSAEWOULDBLOCK) await socket.wait(FD_READ, limit, "recvfrom");
      else if (this.#hasPeer || (code !== WSAECONNRESET && code !== WSAENETRESET)) throw socket.error("recvfrom", code);
    }
  }

  #send(bytes: Uint8Array, name: Uint8Array | null, limit: Limit | null): Promise<void> {
    const socket = this.#socket;
    const { ws2, handle } = socket;
    if (!socket.isSending) {
      if (ws2.sendto(handle, bytes, bytes.length, 0, name, name?.length ?? 0) >= 0) return socket.shared.succeeded();
      if (ws2.WSAGetLastError() !== WSAEWOULDBLOCK) throw socket.error("sendto");
    }
    return socket.sendLater("sendto", limit, (overlapped, sent) =>
      ws2.WSASendTo(handle, [bufferOf(bytes, 0)], 1, sent, 0, name, name?.length ?? 0, overlapped, null),
    );
  }
}

/**
 * Opens a UDP socket. Rejects with a WinsockError: WSAEADDRINUSE, WSAEADDRNOTAVAIL, WSAEINVAL (a port that is none),
 * the codes of a look-up.
 *
 * ```ts
 * const socket = await openDatagram(ws2, { port: 5353 });
 * for await (const { bytes, from } of socket) await socket.send(bytes, from);
 * ```
 */
export async function openDatagram(ws2: Ws2, options: DatagramOptions = {}): Promise<DatagramSocket> {
  const { peer } = options;
  const limit = limitOf(ws2, options);
  try {
    return bindDatagram(ws2, options, peer === undefined ? null : (await resolve(ws2, peer, SOCK_DGRAM, limit))[0]);
  } finally {
    limit?.release();
  }
}

/** As `openDatagram`, at once: `to` is the peer's socket address. */
export function bindDatagram(ws2: Ws2, options: DatagramOptions, to: Uint8Array | null): DatagramSocket {
  const own = addresses(ws2, options.host ?? (isIPv6(to) ? "::" : "0.0.0.0"), options.port ?? 0, SOCK_DGRAM)[0];
  const s = openSocket(ws2, sockaddrFamily(own), SOCK_DGRAM);
  const socket = new OpenSocket(ws2, s, FD_READ, sockaddrText(own));
  const broadcast = DWORD(Number(options.broadcast === true));
  if (ws2.setsockopt(s, SOL_SOCKET, SO_BROADCAST, broadcast, broadcast.length) === SOCKET_ERROR) {
    socket.fail("setsockopt");
  }
  if (ws2.bind(s, own, own.length) === SOCKET_ERROR) socket.fail("bind");
  if (to !== null && ws2.connect(s, to, to.length) === SOCKET_ERROR) socket.fail("connect");
  return new DatagramSocket(socket, options.longest ?? LONGEST, to !== null);
}

function isIPv6(name: Uint8Array | null): boolean {
  return name !== null && name.length > 16;
}
