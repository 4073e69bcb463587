import type { Timeline } from "../timeline.js";
import {
  decryptionSecrets,
  enhancedPacket,
  INBOUND,
  interfaceDescription,
  nameResolution,
  OUTBOUND,
  sectionHeader,
} from "./blocks.js";
import {
  type End,
  endIn,
  joined,
  LARGEST_SEGMENT,
  TCP_ACK,
  TCP_FIN,
  TCP_PSH,
  TCP_RST,
  TCP_SYN,
  tcpPacket,
  udpPacket,
} from "./packets.js";
import { type Transfer, transfersOf } from "./transfers.js";

/** What a capture has besides the packets. */
export interface CaptureOptions {
  /** The time at which the journal began, in milliseconds since 1970; 0 by default. */
  readonly began?: number;
  /** The secrets of TLS sessions, in the format of SSLKEYLOGFILE. */
  readonly secrets?: string;
}

const COMMENT =
  "Written by ws2kit from the calls of a program. The bytes that the program sent and received are its own; the " +
  "headers of IP, TCP and UDP, and the packets that open and close a connection, are reconstructed.";

const NOTHING = new Uint8Array(0);

/**
 * Converts a timeline to a pcapng file, which Wireshark opens: the calls of the lowest providers as packets, each with
 * its process, socket and call as a comment. Where both ends of a connection are in the timeline, each packet is
 * written once, from its sender.
 */
export function pcapng(timeline: Timeline, { began = 0, secrets = "" }: CaptureOptions = {}): Uint8Array {
  const blocks = [sectionHeader(COMMENT), interfaceDescription("machine")];
  if (secrets !== "") blocks.push(decryptionSecrets(secrets));
  const hosts = Object.entries(timeline.hosts).flatMap(([host, name]) => {
    const end = endIn(host.includes(":") ? `[${host}]:0` : `${host}:0`);
    return end === null ? [] : [[end.address, name] as const];
  });
  if (hosts.length > 0) blocks.push(nameResolution(hosts));
  const write = (at: number, packet: Uint8Array, isSent: boolean, comment: string) =>
    void blocks.push(enhancedPacket(began + timeline.origin + at, packet, isSent ? OUTBOUND : INBOUND, comment));
  const transfers = transfersOf(timeline);
  const capture = new Capture(transfers, write);
  for (const transfer of transfers) capture.add(transfer);
  return joined(blocks);
}

type Write = (at: number, packet: Uint8Array, isSent: boolean, comment: string) => void;

class Capture {
  readonly #write: Write;
  /** The local addresses of the sockets in the timeline: a peer among them writes its packets itself. */
  readonly #locals: ReadonlySet<string>;
  /** The next sequence number of each direction of a connection, by its sender and its receiver. */
  readonly #next = new Map<string, number>();
  /** The directions that have ended, of connections whose other direction has not. */
  readonly #ended = new Set<string>();

  constructor(transfers: readonly Transfer[], write: Write) {
    this.#write = write;
    this.#locals = new Set(transfers.map(({ local }) => local));
  }

  add(transfer: Transfer): void {
    const { at, local, remote, comment } = transfer;
    const [near, far] = [endIn(local), endIn(remote)];
    if (near === null || far === null || near.address.length !== far.address.length) return;
    // a socket that is bound to every address sends to this machine from the address that it sends to
    if (near.address.every((byte) => byte === 0) && isLoopback(far)) near.address.set(far.address);
    const isTwin = this.#isLocal(remote, far);
    const segment = (isSent: boolean, flags: number, data: Uint8Array = NOTHING) => {
      const [from, to] = isSent ? [near, far] : [far, near];
      this.#segment(from, to, isSent ? local : remote, isSent ? remote : local, flags, data, (packet) =>
        this.#write(at, packet, isSent, comment),
      );
    };
    switch (transfer.kind) {
      case "connect":
      case "accept":
        this.#open(local, remote, transfer.kind === "connect", segment);
        return;
      case "refused":
        segment(true, TCP_SYN);
        segment(false, TCP_RST | TCP_ACK);
        return;
      case "sent":
        segments(transfer.data, (data) => segment(true, TCP_PSH | TCP_ACK, data));
        return;
      case "received":
        if (!isTwin) segments(transfer.data, (data) => segment(false, TCP_PSH | TCP_ACK, data));
        return;
      case "end":
        segment(true, TCP_FIN | TCP_ACK);
        return;
      case "peer ended":
        if (!isTwin) segment(false, TCP_FIN | TCP_ACK);
        return;
      case "peer reset":
        if (!isTwin) segment(false, TCP_RST | TCP_ACK);
        return;
      case "datagram sent":
        this.#write(at, udpPacket(near, far, transfer.data), true, comment);
        return;
      case "datagram received":
        if (!isTwin) this.#write(at, udpPacket(far, near, transfer.data), false, comment);
    }
  }

  /** Whether a socket of the timeline is bound to an address, or to every address with its port. */
  #isLocal(remote: string, { address, port }: End): boolean {
    return this.#locals.has(remote) || this.#locals.has(address.length === 4 ? `0.0.0.0:${port}` : `[::]:${port}`);
  }

  /** Writes the three packets that open a connection, once for its two ends. */
  #open(local: string, remote: string, isClient: boolean, segment: (isSent: boolean, flags: number) => void): void {
    if (this.#next.has(`${local} ${remote}`)) return;
    segment(isClient, TCP_SYN);
    segment(!isClient, TCP_SYN | TCP_ACK);
    segment(isClient, TCP_ACK);
  }

  #segment(
    from: End,
    to: End,
    fromName: string,
    toName: string,
    flags: number,
    data: Uint8Array,
    write: (packet: Uint8Array) => void,
  ): void {
    const [way, back] = [`${fromName} ${toName}`, `${toName} ${fromName}`];
    const seq = this.#next.get(way) ?? 0;
    write(tcpPacket(from, to, { seq, ack: (flags & TCP_ACK) === 0 ? 0 : (this.#next.get(back) ?? 0), flags }, data));
    if ((flags & TCP_RST) !== 0 || ((flags & TCP_FIN) !== 0 && this.#ended.delete(back))) {
      // the next connection between these ends begins anew
      this.#next.delete(way);
      this.#next.delete(back);
      return;
    }
    if ((flags & TCP_FIN) !== 0) this.#ended.add(way);
    this.#next.set(way, (seq + data.length + ((flags & (TCP_SYN | TCP_FIN)) === 0 ? 0 : 1)) >>> 0);
  }
}

function isLoopback({ address }: End): boolean {
  return address.length === 4 ? address[0] === 127 : address.every((byte, i) => byte === (i === 15 ? 1 : 0));
}

/** Calls `each` with parts that fit into a segment. */
function segments(data: Uint8Array, each: (part: Uint8Array) => void): void {
  for (let at = 0; at < data.length; at += LARGEST_SEGMENT) each(data.subarray(at, at + LARGEST_SEGMENT));
}
