import {
  getUint32,
  IP_PKTINFO,
  IP_RECVTTL,
  IP_TOS,
  IP_TTL,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPV6_HOPLIMIT,
  IPV6_PKTINFO,
  IPV6_TCLASS,
  setUint32,
} from "@ws2kit/spi";
import { CONTROL_ROOM, type ControlMessages, readFields, writeFields } from "../packet-fields.js";
import type { MessageCall, Winsock } from "./winsock.js";

const IPV4: ControlMessages = {
  level: IPPROTO_IP,
  packetInfo: IP_PKTINFO,
  // IP_RECVTTL has the number of IP_HOPLIMIT, which some versions report
  hops: [IP_TTL, IP_RECVTTL],
  trafficClass: IP_TOS,
  // IN_PKTINFO: 0 ipi_addr · 4 ULONG ipi_ifindex
  structure: { size: 8, addressSize: 4, source: 0, destination: 0, interface: 4 },
};

const IPV6: ControlMessages = {
  level: IPPROTO_IPV6,
  packetInfo: IPV6_PKTINFO,
  hops: [IPV6_HOPLIMIT],
  trafficClass: IPV6_TCLASS,
  // IN6_PKTINFO: 0 ipi6_addr · 16 ULONG ipi6_ifindex
  structure: { size: 20, addressSize: 16, source: 0, destination: 0, interface: 16 },
};

const FAMILIES = [IPV4, IPV6];

/**
 * WSAMSG on x64 and arm64: 0 name · 8 INT namelen · 16 lpBuffers · 24 DWORD dwBufferCount · 32 WSABUF Control (0 ULONG
 * len · 8 buf) · 48 DWORD dwFlags.
 */
const MESSAGE_SIZE = 56;
const NAMELEN_AT = 8;
const CONTROL_LENGTH_AT = 32;
const FLAGS_AT = 48;

/** The header fields of datagrams as control messages of WSASendMsg and WSARecvMsg, in memory that all calls share. */
export class PacketMessage {
  readonly #winsock: Winsock;
  readonly #control = new Uint8Array(CONTROL_ROOM);
  readonly #message = new Uint8Array(MESSAGE_SIZE);
  /** A WSABUF: 0 ULONG len · 8 buf. */
  readonly #data = new Uint8Array(16);
  readonly #count = new Int32Array(1);
  /** By socket: its provider's WSARecvMsg; `null` if it has none. */
  #receive: MessageCall | null | undefined;

  constructor(winsock: Winsock) {
    this.#winsock = winsock;
  }

  /** Sends a datagram with the fields of `packet`. Returns the number of bytes, or -1. */
  send(
    s: number,
    buf: Uint8Array,
    len: number,
    flags: number,
    name: Uint8Array,
    namelen: number,
    isIPv6: boolean,
    packet: Uint8Array,
  ): number {
    const length = writeFields(this.#control, packet, isIPv6 ? IPV6 : IPV4);
    this.#prepare(namelen === 0 ? null : name, namelen, buf, len, length, 0);
    return this.#winsock.WSASendMsg(s, this.#message, flags, this.#count, null, null) === 0 ? this.#count[0] : -1;
  }

  /** Receives a datagram, and writes its fields to `packet`. Returns the number of bytes, or -1. */
  receive(s: number, buf: Uint8Array, flags: number, name: Uint8Array, packet: Uint8Array): number {
    this.#receive ??= this.#winsock.receiveMessageOf(s);
    if (this.#receive === null) return -1;
    this.#prepare(name, name.length, buf, buf.length, CONTROL_ROOM, flags);
    if (this.#receive(s, this.#message, this.#count, null, null) !== 0) return -1;
    readFields(this.#control, getUint32(this.#message, CONTROL_LENGTH_AT), packet, FAMILIES);
    return this.#count[0];
  }

  /** Fills the WSAMSG. */
  #prepare(
    name: Uint8Array | null,
    namelen: number,
    buf: Uint8Array,
    len: number,
    controlLength: number,
    flags: number,
  ): void {
    const message = this.#message.fill(0);
    const pointer = (bytes: Uint8Array, at: number, target: Uint8Array) => {
      const address = this.#winsock.addressOf(target);
      setUint32(bytes, at, Number(address & 0xffffffffn));
      setUint32(bytes, at + 4, Number(address >> 32n));
    };
    if (name !== null) pointer(message, 0, name);
    setUint32(message, NAMELEN_AT, namelen);
    setUint32(this.#data, 0, len);
    pointer(this.#data, 8, buf);
    pointer(message, 16, this.#data);
    setUint32(message, 24, 1);
    setUint32(message, CONTROL_LENGTH_AT, controlLength);
    if (controlLength > 0) pointer(message, CONTROL_LENGTH_AT + 8, this.#control);
    setUint32(message, FLAGS_AT, flags);
  }
}
