import {
  AF_INET,
  DWORD,
  IP_ADD_MEMBERSHIP,
  IP_MULTICAST_TTL,
  IPPROTO_IP,
  ip_mreq,
  SOCK_DGRAM,
  type SOCKET,
  SOCKET_ERROR,
  sockaddr_in,
  sockaddrFamily,
  WSAEMSGSIZE,
} from "@ws2kit/spi";
import { bindDatagram, type Datagram, type DatagramSocket } from "../datagram.js";
import { addresses } from "../resolve.js";
import { WinsockError } from "../winsock-error.js";
import type { Ws2 } from "../ws2.js";
import { type ByteBuffer, bytesOf, type Callback, callbackOf, formatOf, Gate, isPort, isWithin } from "./io-class.js";

export interface UdpOptions {
  /** The IP address of this machine's interface; every IPv4 interface unless given. */
  readonly address?: string;
  /** The local port; any free port unless given. */
  readonly port?: number;
  /** The IPv4 address of a multicast group to join. It requires `timeToLive`. */
  readonly multicast?: string;
  /** How many routers a multicast may pass, 1 to 255. */
  readonly timeToLive?: number;
  readonly format?: "buffer";
  /** Any value, for the callbacks. */
  readonly target?: unknown;
  /** Called with the number of packets that can be read. */
  readonly onReadable?: Callback<UdpSocket>;
  /** Called when a send or a receive fails; the instance is closed then. */
  readonly onError?: ((this: UdpSocket) => void) | null | undefined;
}

/** Who sent a datagram; members of the buffer that holds it. */
export interface Sender {
  readonly address: string;
  readonly port: number;
}

/** A datagram: its bytes, and who sent it. */
export type Packet = ArrayBuffer & Sender;

export interface UdpSocket {
  readonly target?: unknown;
  format: "buffer";
  /** The local port. */
  readonly port: number;
  /** The socket's handle, for the functions of Winsock; -1 once it is closed. */
  readonly handle: SOCKET;
  /** Returns the next packet; `undefined` if no packet waits. A packet of more than 2,048 bytes is lost. */
  read(): Packet | undefined;
  /**
   * Copies the next packet to `buffer`, and sets its members `address` and `port`. Returns the length; `undefined` if
   * no packet waits. If the packet is longer than the buffer, throws a RangeError, and the packet can still be read.
   */
  read(buffer: ByteBuffer): number | undefined;
  /** Sends one packet. Throws where 16 wait for room. */
  write(buffer: ByteBuffer, address: string, port: number): void;
  close(): void;
}

/** Datagrams that may wait to be sent. */
const MOST_SENDS = 16;
const FORMATS = ["buffer"] as const;

export class Udp {
  declare readonly target?: unknown;
  readonly #onReadable: Callback<UdpSocket>;
  readonly #onError: Callback<UdpSocket>;
  readonly #socket: DatagramSocket;
  #held: Datagram | null = null;
  readonly #taken = new Gate();
  #sending = 0;

  constructor(ws2: Ws2, options: UdpOptions) {
    const { address, port = 0, multicast, timeToLive, target, format = "buffer" } = options;
    if (!isPort(port)) throw new RangeError("UDP: a port is a number from 0 to 65535");
    if (multicast !== undefined && !isWithin(timeToLive, 1, 255)) {
      throw new RangeError("UDP: multicast needs timeToLive, a number from 1 to 255");
    }
    formatOf("UDP", format, FORMATS);
    this.#onReadable = callbackOf("onReadable", options.onReadable);
    this.#onError = callbackOf("onError", options.onError);
    if (target !== undefined) this.target = target;
    this.#socket = bindDatagram(ws2, { host: address, port }, null);
    if (multicast !== undefined) join(ws2, this.#socket, multicast, address, timeToLive as number);
    void this.#receive();
  }

  get format(): "buffer" {
    return "buffer";
  }

  set format(format: "buffer") {
    formatOf("UDP", format, FORMATS);
  }

  get handle(): SOCKET {
    return this.#socket.handle;
  }

  get port(): number {
    this.#check();
    return this.#socket.local.port;
  }

  read(into?: ByteBuffer): Packet | number | undefined {
    this.#check();
    const room = into === undefined ? null : bytesOf("UDP", into);
    const held = this.#held;
    if (held === null) return undefined;
    const { bytes, from } = held;
    if (room !== null && room.length < bytes.length) {
      throw new RangeError(`UDP: the buffer has ${room.length} bytes, and the packet ${bytes.length}`);
    }
    this.#held = null;
    this.#taken.pass();
    const sender: Sender = { address: from.host, port: from.port };
    if (room === null) return Object.assign(bytes.slice().buffer as ArrayBuffer, sender);
    room.set(bytes);
    Object.assign(into as ByteBuffer, sender);
    return bytes.length;
  }

  write(buffer: ByteBuffer, address: string, port: number): void {
    this.#check();
    const bytes = bytesOf("UDP", buffer).slice();
    if (typeof address !== "string") throw new TypeError("UDP: the address must be a string");
    if (!isPort(port)) throw new RangeError("UDP: a port is a number from 0 to 65535");
    if (this.#sending >= MOST_SENDS) throw new Error("UDP: no room to write");
    this.#sending++;
    const sent = () => {
      this.#sending--;
    };
    this.#socket.send(bytes, { host: address, port }).then(sent, () => {
      sent();
      this.#fail();
    });
  }

  close(): void {
    this.#socket.close();
    this.#taken.pass();
  }

  async #receive(): Promise<void> {
    for (;;) {
      try {
        this.#held = await this.#socket.receive();
      } catch (error) {
        // a packet that is too long is lost, as any packet may be
        if ((error as WinsockError).code === WSAEMSGSIZE) continue;
        break;
      }
      const taken = this.#taken.wait();
      this.#onReadable?.call(this as never, 1);
      if (this.#held !== null) await taken;
    }
    this.#fail();
  }

  #fail(): void {
    if (this.#socket.handle === -1) return;
    this.close();
    this.#onError?.call(this as never, 0);
  }

  #check(): void {
    if (this.#socket.handle === -1) throw new Error("UDP: the socket is closed");
  }
}

/** Joins a group on the interface of `address`. Closes the socket and throws where that fails. */
function join(ws2: Ws2, socket: DatagramSocket, multicast: string, address: string | undefined, hops: number): void {
  try {
    const [group] = addresses(ws2, multicast, 0, SOCK_DGRAM);
    if (sockaddrFamily(group) !== AF_INET) throw new RangeError("UDP: multicast must be an IPv4 address");
    const request = ip_mreq(group, sockaddr_in(address ?? 0, 0));
    for (const [optname, value] of [
      [IP_MULTICAST_TTL, DWORD(hops)],
      [IP_ADD_MEMBERSHIP, request],
    ] as const) {
      if (ws2.setsockopt(socket.handle, IPPROTO_IP, optname, value, value.length) === SOCKET_ERROR) {
        throw new WinsockError(ws2.WSAGetLastError(), "setsockopt", multicast, socket.handle);
      }
    }
  } catch (error) {
    socket.close();
    throw error;
  }
}
