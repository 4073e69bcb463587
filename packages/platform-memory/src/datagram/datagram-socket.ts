import {
  AF_UNSPEC,
  copyOf,
  MSG_OOB,
  MSG_PEEK,
  PACKET_CLASS,
  PACKET_CLASS_AT,
  PACKET_HOPS,
  PACKET_HOPS_AT,
  READY_IN,
  READY_OUT,
  SD_BOTH,
  SD_RECEIVE,
  SD_SEND,
  SOCK_DGRAM,
  sockaddrFamily,
  WSAEACCES,
  WSAEADDRNOTAVAIL,
  WSAECONNRESET,
  WSAEINVAL,
  WSAEMSGSIZE,
  WSAENOBUFS,
  WSAENOTCONN,
  WSAEOPNOTSUPP,
  WSAESHUTDOWN,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { interfaceText, isIPv4, isMulticast, isWildcard } from "../addresses/address.js";
import { Endpoint } from "../addresses/endpoint.js";
import type { Datagram, Host } from "../host/host.js";
import { Socket } from "../host/socket.js";
import { copyBytes } from "../wire/byte-copy.js";
import { DatagramQueue } from "./datagram-queue.js";
import { route } from "./datagram-route.js";
import { NO_GROUPS } from "./groups.js";
import { addressIn, fieldIn, writePacketInfo } from "./packet-fields.js";

/** The most bytes of data in a UDP datagram. */
export const MAX_DATAGRAM = 65507;

/** A UDP socket. */
export class DatagramSocket extends Socket {
  groups = NO_GROUPS;
  /** Made by the first datagram that arrives. */
  #queue: DatagramQueue | null = null;
  #shut = 0;

  constructor(host: Host, family: number) {
    super(host, family, SOCK_DGRAM, host.udp);
  }

  /** Sets the peer; an address of family AF_UNSPEC removes it. */
  override connect(name: Uint8Array, namelen: number): number {
    if (namelen >= 2 && sockaddrFamily(name) === AF_UNSPEC) return this.#disconnect();
    const remote = this.readRemote(name, namelen);
    if (typeof remote !== "number" && this.#isBarred(remote)) return -WSAEACCES;
    const error = this.fixPeer(name, namelen);
    if (error === 0) this.readinessChanged();
    return error;
  }

  send(buf: Uint8Array, off: number, len: number, flags: number): number {
    return this.remote === null ? -WSAENOTCONN : this.#send(buf, off, len, flags, this.remote, null);
  }

  sendto(buf: Uint8Array, off: number, len: number, flags: number, name: Uint8Array, namelen: number): number {
    const remote = this.readRemote(name, namelen, 0);
    if (typeof remote === "number") return remote;
    return this.#isBarred(remote) ? -WSAEACCES : this.#send(buf, off, len, flags, remote, null);
  }

  /** Whether sending to the address needs SO_BROADCAST, and that is off. */
  #isBarred({ ip }: Endpoint): boolean {
    return this.options.broadcast === 0 && this.host.isBroadcast(ip);
  }

  override sendmsg(
    buf: Uint8Array,
    off: number,
    len: number,
    flags: number,
    name: Uint8Array,
    namelen: number,
    packet: Uint8Array,
  ): number {
    const remote = namelen === 0 ? this.remote : this.readRemote(name, namelen, 0);
    if (remote === null) return -WSAENOTCONN;
    if (typeof remote === "number") return remote;
    return namelen > 0 && this.#isBarred(remote) ? -WSAEACCES : this.#send(buf, off, len, flags, remote, packet);
  }

  recv(
    buf: Uint8Array,
    off: number,
    len: number,
    flags: number,
    name: Uint8Array | null,
    packet: Uint8Array | null = null,
  ): number {
    if ((flags & MSG_OOB) !== 0) return -WSAEOPNOTSUPP;
    if (this.local === null) return -WSAEINVAL;
    if (this.error !== 0) return -((flags & MSG_PEEK) !== 0 ? this.error : this.takeError());
    const datagram = (flags & MSG_PEEK) !== 0 ? this.#queue?.first() : this.#take();
    if (datagram === undefined) return (this.#shut & RECEIVE_SHUT) !== 0 ? -WSAESHUTDOWN : -WSAEWOULDBLOCK;
    copyBytes(buf, off, datagram.bytes, 0, Math.min(len, datagram.bytes.length));
    if (name !== null) datagram.source.write(name, this.family);
    if (packet !== null) writePacketInfo(packet, datagram, this.family);
    return datagram.bytes.length;
  }

  shutdown(how: number): number {
    if (how !== SD_RECEIVE && how !== SD_SEND && how !== SD_BOTH) return -WSAEINVAL;
    if (this.remote === null) return -WSAENOTCONN;
    if (how !== SD_SEND) this.#shut |= RECEIVE_SHUT;
    if (how !== SD_RECEIVE) this.#shut |= SEND_SHUT;
    this.readinessChanged();
    return 0;
  }

  /** The size of the first datagram. */
  available(): number {
    const first = this.#queue?.first();
    return first === undefined ? 0 : first.bytes.length;
  }

  ready(): number {
    let bits = READY_OUT;
    // the next receive returns a pending error
    if (this.#queue?.first() !== undefined || this.error !== 0 || (this.#shut & RECEIVE_SHUT) !== 0) bits |= READY_IN;
    return bits;
  }

  close(): void {
    while (this.#take() !== undefined);
    this.unbind();
  }

  /** Receives a datagram; drops it if this socket has a peer and the datagram is from elsewhere. */
  arrive(datagram: Datagram): void {
    const { source, bytes } = datagram;
    if (this.remote !== null && !this.remote.equals(source)) return;
    if (!this.host.buffers.take(bytes.length)) return;
    this.#queue ??= new DatagramQueue();
    if (this.#queue.push(datagram, this.options.receiveBuffer)) this.readinessChanged();
    else this.host.buffers.give(bytes.length);
  }

  /**
   * Reports that no socket is bound to `remote`, to which an earlier datagram was sent. The next receive returns the
   * error.
   */
  portUnreachable(remote: Endpoint): void {
    if (this.remote !== null && !this.remote.equals(remote)) return;
    this.error = WSAECONNRESET;
    this.readinessChanged();
  }

  /** `packet` holds header fields that replace the socket's options, or is null. */
  #send(buf: Uint8Array, off: number, len: number, flags: number, remote: Endpoint, packet: Uint8Array | null): number {
    if ((flags & MSG_OOB) !== 0) return -WSAEOPNOTSUPP;
    if ((this.#shut & SEND_SHUT) !== 0) return -WSAESHUTDOWN;
    if (len > MAX_DATAGRAM) return -WSAEMSGSIZE;
    const own = this.#sourceOf(remote.ip);
    if (typeof own === "number") return own;
    const chosen = packet === null ? "" : addressIn(packet, this.family);
    if (chosen !== "" && !(this.canSpeak(chosen) && this.host.owns(chosen))) return -WSAEADDRNOTAVAIL;
    const source = chosen === "" ? own : new Endpoint(chosen, own.port);
    if (this.host.buffers.used + len > this.host.buffers.limit) return -WSAENOBUFS;
    const { multicastHops, timeToLive, typeOfService, segmentSize } = this.options;
    const hops = fieldIn(packet, PACKET_HOPS, PACKET_HOPS_AT, isMulticast(remote.ip) ? multicastHops : timeToLive);
    const fields = {
      source,
      destination: remote,
      hops,
      typeOfService: fieldIn(packet, PACKET_CLASS, PACKET_CLASS_AT, typeOfService),
    };
    const size = segmentSize || len;
    let at = 0;
    do {
      const result = route(this, { ...fields, bytes: copyOf(buf, off + at, off + Math.min(at + size, len)) });
      if (result < 0) return result;
      at += size;
    } while (at < len);
    return len;
  }

  #sourceOf(ip: string): Endpoint | number {
    const error = this.bindIfUnbound();
    if (error !== 0) return error;
    const source = isMulticast(ip) ? this.#multicastSource(ip) : this.sourceFor(ip);
    if (typeof source === "number") return source;
    const local = this.local as Endpoint;
    return local.ip === source ? local : new Endpoint(source, local.port);
  }

  /** The source address of a multicast: the address that the socket is bound to, or that IP_MULTICAST_IF names. */
  #multicastSource(group: string): string | number {
    if (!isWildcard(this.boundIp)) return this.boundIp;
    const chosen = isIPv4(group) ? interfaceText(this.options.multicastInterface) : "";
    return this.host.owns(chosen) ? chosen : this.sourceFor(group);
  }

  #take() {
    const datagram = this.#queue?.take();
    if (datagram !== undefined) this.host.buffers.give(datagram.bytes.length);
    return datagram;
  }

  #disconnect(): number {
    this.remote = null;
    if (this.local !== null) this.local = new Endpoint(this.boundIp, this.local.port);
    return 0;
  }
}

const RECEIVE_SHUT = 1;
const SEND_SHUT = 2;
